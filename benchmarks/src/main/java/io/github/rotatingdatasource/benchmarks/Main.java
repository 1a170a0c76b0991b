package io.github.rotatingdatasource.benchmarks;

import io.github.rotatingdatasource.benchmarks.fleet.Fleet;
import io.github.rotatingdatasource.benchmarks.hotpath.HotPath;
import io.github.rotatingdatasource.benchmarks.many.Many;
import io.github.rotatingdatasource.benchmarks.rotation.Deaths;
import io.github.rotatingdatasource.benchmarks.rotation.Rotation;
import io.github.rotatingdatasource.benchmarks.rotation.SwapLatency;
import io.github.rotatingdatasource.benchmarks.support.Machine;
import io.github.rotatingdatasource.benchmarks.support.Option;
import io.github.rotatingdatasource.benchmarks.support.Options;
import io.github.rotatingdatasource.benchmarks.support.Program;
import io.github.rotatingdatasource.benchmarks.support.Report;
import io.github.rotatingdatasource.benchmarks.support.UsageException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Runs one of the programs: {@code java -jar benchmarks/target/benchmarks.jar all|hot-path|rotation|swap|deaths|many|fleet [options]}. */
public final class Main {
    static final int GOOD = 0;
    static final int MISSED = 1;
    static final int MISUSED = 2;

    private static final List<Program> PROGRAMS =
            List.of(new HotPath(), new Rotation(), new SwapLatency(), new Deaths(), new Many(), new Fleet());

    private Main() {}

    /** Exits with 0, with 1 if a goal was missed and {@code --check} was given, or with 2 if the arguments are wrong. */
    public static void main(String[] arguments) throws Exception {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        if (arguments.isEmpty() || arguments.contains("--help")) {
            (arguments.isEmpty() ? err : out).print(help(arguments));
            return arguments.isEmpty() ? MISUSED : GOOD;
        }
        return arguments.get(0).equals(Everything.NAME)
                ? runAll(arguments.subList(1, arguments.size()), out, err)
                : runOne(arguments, out, err);
    }

    private static int runAll(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        List<List<String>> commands = Everything.commands(arguments);
        if (commands.isEmpty()) {
            err.print(Everything.HELP);
            return MISUSED;
        }
        int worst = GOOD;
        for (List<String> command : commands) {
            worst = Math.max(worst, runOne(command, out, err));
        }
        return worst;
    }

    private static int runOne(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        try {
            Program program = find(arguments.get(0));
            Options options = Options.parse(arguments.subList(1, arguments.size()), program.options());
            Machine before = Machine.now(String.join(" ", arguments));
            return tell(program.run(options, before), options, out);
        } catch (UsageException wrong) {
            err.println(wrong.getMessage());
            return MISUSED;
        }
    }

    private static int tell(Report report, Options options, PrintStream out) throws Exception {
        out.print(report.markdown());
        if (options.has(Option.OUT)) {
            report.write(Path.of(options.text(Option.OUT).orElseThrow()));
        }
        return options.has(Option.CHECK) && !report.isGood() ? MISSED : GOOD;
    }

    private static Program find(String name) {
        return PROGRAMS.stream()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown program " + name + "; there are "
                        + PROGRAMS.stream().map(Program::name).collect(Collectors.joining(", "))));
    }

    private static String help(List<String> arguments) {
        return Everything.HELP
                + System.lineSeparator()
                + PROGRAMS.stream()
                        .filter(program -> !PROGRAMS.stream().map(Program::name).anyMatch(arguments::contains)
                                || arguments.contains(program.name()))
                        .map(Program::help)
                        .collect(Collectors.joining(System.lineSeparator()));
    }
}
