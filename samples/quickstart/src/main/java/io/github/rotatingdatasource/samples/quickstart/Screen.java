package io.github.rotatingdatasource.samples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Scanner;

/** Where it all is printed: a terminal, on which lines are drawn over the ones before, or anything else. Not thread-safe. */
final class Screen implements AutoCloseable {
    private static final String HIDE_CURSOR_AND_CUT_LONG_LINES = "\033[?25l\033[?7l";
    private static final String SHOW_CURSOR_AND_WRAP_AGAIN = "\033[?7h\033[?25h";

    private final PrintStream out;
    private final Paint paint;
    private final boolean isTerminal;
    private int drawn;
    private boolean isHidden;

    Screen(PrintStream out, Paint paint, boolean isTerminal) {
        this.out = out;
        this.paint = paint;
        this.isTerminal = isTerminal;
    }

    /** Returns the standard output, as this environment describes it. */
    static Screen standard(Map<String, String> environment) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8);
        boolean isTerminal = !"dumb".equals(environment.getOrDefault("TERM", "dumb")) && TerminalSize.isTerminal();
        return new Screen(out, Paint.of(environment, isTerminal), isTerminal);
    }

    Paint paint() {
        return paint;
    }

    /** Returns whether {@link #draw} can draw over what it drew before. */
    boolean isTerminal() {
        return isTerminal;
    }

    TerminalSize size() {
        return isTerminal ? TerminalSize.now() : TerminalSize.USUAL;
    }

    /** Says what is going on, until there is something to draw. */
    void say(String line) {
        if (isTerminal) {
            draw(List.of(line));
        } else {
            print(List.of(line));
        }
    }

    void print(List<String> lines) {
        lines.forEach(line -> out.print(line + "\n"));
        out.flush();
    }

    /** Draws {@code lines} over those drawn last, in one go so that nobody sees half of it. */
    void draw(List<String> lines) {
        StringBuilder text = new StringBuilder(isHidden ? "" : HIDE_CURSOR_AND_CUT_LONG_LINES).append(toTop());
        lines.forEach(line -> text.append(line).append("\033[K\n"));
        out.print(text.append("\033[J"));
        out.flush();
        isHidden = true;
        drawn = lines.size();
    }

    /** Wipes what was drawn, and leaves the terminal as it was. */
    @Override
    public void close() {
        if (isHidden) {
            out.print(toTop() + "\033[J" + SHOW_CURSOR_AND_WRAP_AGAIN);
            out.flush();
            isHidden = false;
            drawn = 0;
        }
    }

    private String toTop() {
        return drawn == 0 ? "\r" : "\r\033[" + drawn + "A";
    }

    /** How large the terminal is. */
    record TerminalSize(int columns, int rows) {
        static final TerminalSize USUAL = new TerminalSize(80, 24);

        static boolean isTerminal() {
            try {
                return new ProcessBuilder("test", "-t", "1").inheritIO().start().waitFor() == 0;
            } catch (IOException | InterruptedException unknown) {
                return false;
            }
        }

        /** Asks the terminal, since it may have been resized. */
        static TerminalSize now() {
            ProcessBuilder stty = new ProcessBuilder("stty", "size", "-F", "/dev/tty");
            try (Scanner size = new Scanner(stty.start().getInputStream(), UTF_8)) {
                int rows = size.nextInt();
                return of(size.nextInt(), rows);
            } catch (IOException | NoSuchElementException unknown) {
                return USUAL;
            }
        }

        private static TerminalSize of(int columns, int rows) {
            return columns > 0 && rows > 0 ? new TerminalSize(columns, rows) : USUAL;
        }
    }
}
