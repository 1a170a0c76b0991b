package io.github.rotatingdatasource.benchmarks.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a program found.
 *
 * @param name the file name of the report
 * @param where where it was measured
 * @param tables the figures as Markdown
 * @param figures the same for machines: maps, lists, numbers and texts
 * @param goals what was to be reached
 * @param pictures the figures to look at; drawn only when they are written
 */
public record Report(
        String name,
        Machine where,
        String tables,
        Map<String, Object> figures,
        List<Goal> goals,
        List<Picture> pictures) {
    /** Creates a report without pictures. */
    public Report(String name, Machine where, String tables, Map<String, Object> figures, List<Goal> goals) {
        this(name, where, tables, figures, goals, List.of());
    }

    /** Returns whether every goal was met. */
    public boolean isGood() {
        return goals.stream().allMatch(Goal::met);
    }

    /** Returns the report as people read it. */
    public String markdown() {
        String judged = goals.stream().map(Goal::line).collect(Collectors.joining("\n"));
        return "# " + name + "\n\n" + where.markdown() + "\n" + tables + "\n## Goals\n\n" + judged + "\n";
    }

    /** Returns the report as machines read it. */
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", name);
        all.put("machine", where.facts());
        all.put("figures", figures);
        all.put("goals", goals.stream().map(Report::json).toList());
        return Json.of(all);
    }

    private static Map<String, Object> json(Goal goal) {
        return Map.of("wanted", goal.wanted(), "found", goal.found(), "met", goal.met());
    }

    private String withPictures() {
        return markdown()
                + pictures.stream().map(picture -> "\n" + picture.markdown()).collect(Collectors.joining());
    }

    /** Writes all of it into {@code directory}, which is created. */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(name + ".md"), withPictures());
        Files.writeString(directory.resolve(name + ".json"), json());
        for (Picture picture : pictures) {
            picture.write(directory);
        }
    }
}
