package io.github.rotatingdatasource.drills;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints the figures of {@link Figures} as a table of Markdown per contestant. What was measured several times is a range.
 *
 * <pre>{@code
 * java -cp rotating-datasource/target/test-classes io.github.rotatingdatasource.drills.Table ours bare provider
 * }</pre>
 */
final class Table {
    static final String NOTHING = "-";

    private Table() {}

    /** Prints the tables of the contestants that {@code args} name, run in the module's directory. */
    public static void main(String[] args) throws IOException {
        for (String contestant : args) {
            System.out.println("\n" + contestant + "\n");
            of(Files.readAllLines(Figures.DIRECTORY.resolve(contestant + ".txt")))
                    .forEach(System.out::println);
        }
    }

    /** Returns the rows of a table of these lines, drills in the order in which they first appear. */
    static List<String> of(List<String> lines) {
        Map<String, List<List<String>>> drills = new LinkedHashMap<>();
        for (String line : lines) {
            List<String> cells = List.of(line.split("\t"));
            drills.computeIfAbsent(cells.get(0), unknown -> new ArrayList<>()).add(cells.subList(1, cells.size()));
        }
        List<String> rows = new ArrayList<>();
        rows.add("| drill | " + String.join(" | ", Figures.COLUMNS) + " |");
        rows.add("|---|" + "---|".repeat(Figures.COLUMNS.size()));
        drills.forEach((drill, runs) -> rows.add("| " + drill + " | " + String.join(" | ", merged(runs)) + " |"));
        return rows;
    }

    private static List<String> merged(List<List<String>> runs) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < Figures.COLUMNS.size(); i++) {
            int column = i;
            cells.add(range(runs.stream().map(run -> run.get(column)).toList()));
        }
        return cells;
    }

    private static String range(List<String> values) {
        List<Double> numbers = values.stream()
                .filter(value -> Character.isDigit(value.charAt(0)))
                .map(Double::valueOf)
                .sorted()
                .toList();
        List<String> parts = new ArrayList<>();
        if (!numbers.isEmpty()) {
            String least = printed(numbers.get(0));
            String most = printed(numbers.get(numbers.size() - 1));
            parts.add(least.equals(most) ? least : least + " to " + most);
        }
        values.stream()
                .filter(value -> !Character.isDigit(value.charAt(0)))
                .filter(value -> !value.equals(NOTHING) || numbers.isEmpty())
                .distinct()
                .forEach(parts::add);
        return String.join(", ", parts);
    }

    private static String printed(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
