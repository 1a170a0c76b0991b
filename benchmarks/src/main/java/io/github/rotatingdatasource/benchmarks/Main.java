package io.github.rotatingdatasource.benchmarks;

import io.github.rotatingdatasource.benchmarks.fleet.Fleet;
import io.github.rotatingdatasource.benchmarks.hotpath.HotPath;
import io.github.rotatingdatasource.benchmarks.many.Many;
import io.github.rotatingdatasource.benchmarks.rotation.Deaths;
import io.github.rotatingdatasource.benchmarks.rotation.Endurance;
import io.github.rotatingdatasource.benchmarks.rotation.Rotation;
import io.github.rotatingdatasource.benchmarks.rotation.SwapLatency;
import io.github.rotatingdatasource.benchmarks.rotation.Variations;
import io.github.rotatingdatasource.benchmarks.support.Machine;
import io.github.rotatingdatasource.benchmarks.support.Option;
import io.github.rotatingdatasource.benchmarks.support.Options;
import io.github.rotatingdatasource.benchmarks.support.Program;
import io.github.rotatingdatasource.benchmarks.support.Report;
import io.github.rotatingdatasource.benchmarks.support.Summary;
import io.github.rotatingdatasource.benchmarks.support.UsageException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs one of the programs: {@code java -jar benchmarks/target/benchmarks.jar all|PROGRAM [options]}. */
public final class Main {
    static final int GOOD = 0;
    static final int MISSED = 1;
    static final int MISUSED = 2;

    private static final List<Program> PROGRAMS = List.of(
            new HotPath(),
            new Rotation(),
            new Endurance(),
            new Variations(),
            new SwapLatency(),
            new Deaths(),
            new Many(),
            new Fleet());

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
        Machine before = Machine.now(Everything.NAME + (arguments.contains(Everything.SHORT) ? " --short" : ""));
        long began = System.nanoTime();
        List<Report> reports = new ArrayList<>();
        for (List<String> command : commands) {
            reports.add(report(command, out));
        }
        String summary = Summary.markdown(reports, before.after(), Duration.ofNanos(System.nanoTime() - began));
        Summary.write(Everything.directory(arguments), summary);
        out.print(summary);
        boolean isGood = reports.stream().allMatch(Report::isGood);
        return arguments.contains(Everything.CHECK) && !isGood ? MISSED : GOOD;
    }

    private static int runOne(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        try {
            Report report = report(arguments, out);
            return arguments.contains(Everything.CHECK) && !report.isGood() ? MISSED : GOOD;
        } catch (UsageException wrong) {
            err.println(wrong.getMessage());
            return MISUSED;
        }
    }

    private static Report report(List<String> arguments, PrintStream out) throws Exception {
        Program program = find(arguments.get(0));
        Options options = Options.parse(arguments.subList(1, arguments.size()), program.options());
        long began = System.nanoTime();
        Report report = program.run(options, Machine.now(withoutDirectory(arguments)));
        System.err.println(program.name() + ": done after " + (System.nanoTime() - began) / 1_000_000_000 + " s");
        out.print(report.markdown());
        if (options.has(Option.OUT)) {
            report.write(Path.of(options.text(Option.OUT).orElseThrow()));
        }
        return report;
    }

    /** Where the reports go is nobody's business. */
    private static String withoutDirectory(List<String> arguments) {
        List<String> told = new ArrayList<>(arguments);
        int out = told.indexOf(Everything.OUT);
        if (out >= 0) {
            told.subList(out, out + 2).clear();
        }
        return String.join(" ", told);
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
