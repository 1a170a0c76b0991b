package io.github.rotatingdatasource.spring.app;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.springframework.boot.SpringApplicationAotProcessor;

/** An application that was processed ahead of time, as a build does it, and runs in a JVM of its own in AOT mode. */
final class AotProcess implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final Process process;
    private final int port;

    private AotProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns the application when it has started, processed and run with these arguments. */
    static AotProcess start(Class<?> application, Path directory, String... arguments) throws Exception {
        Path classes = directory.resolve("aot-classes");
        process(application, directory.resolve("aot-sources"), classes, arguments);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dspring.aot.enabled=true",
                "-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                application.getName(),
                "--logging.level.root=info"));
        command.addAll(List.of(arguments));
        return started(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private static void process(Class<?> application, Path sources, Path classes, String... arguments)
            throws Exception {
        Files.createDirectories(sources);
        String[] where = {application.getName(), "" + sources, "" + classes, "" + classes, "test", "test"};
        SpringApplicationAotProcessor.main(
                Stream.concat(Stream.of(where), Stream.of(arguments)).toArray(String[]::new));
        List<String> options = new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", "" + classes));
        try (Stream<Path> generated = Files.walk(sources)) {
            generated.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(options::add);
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException("what was generated does not compile: javac ended with " + status);
        }
    }

    private static AotProcess started(Process process) throws IOException {
        String output = outputUntil("Started ", process);
        Matcher port = PORT.matcher(output);
        if (!output.contains("Starting AOT-processed") || !port.find()) {
            process.destroyForcibly();
            throw new IllegalStateException("wanted an application to start in AOT mode, found: " + output);
        }
        return new AotProcess(process, Integer.parseInt(port.group(1)));
    }

    /** Returns what the process has written when it has written {@code end}, or has ended. */
    private static String outputUntil(String end, Process process) throws IOException {
        StringBuilder output = new StringBuilder();
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            output.append(line).append('\n');
            if (line.contains(end)) {
                break;
            }
        }
        return output.toString();
    }

    int port() {
        return port;
    }

    /** Stops it as an operator would, and by force if that takes long. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
