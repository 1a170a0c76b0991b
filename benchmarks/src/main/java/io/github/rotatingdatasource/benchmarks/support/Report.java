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
 * @param losses where a rival is better
 * @param pictures the figures to look at; drawn only when they are written
 */
public record Report(
        String name,
        Machine where,
        String tables,
        Map<String, Object> figures,
        List<Goal> goals,
        List<Loss> losses,
        List<Picture> pictures) {
    /** Creates a report without losses and pictures. */
    public Report(String name, Machine where, String tables, Map<String, Object> figures, List<Goal> goals) {
        this(name, where, tables, figures, goals, List.of(), List.of());
    }

    /** Creates a report without pictures. */
    public Report(
            String name,
            Machine where,
            String tables,
            Map<String, Object> figures,
            List<Goal> goals,
            List<Loss> losses) {
        this(name, where, tables, figures, goals, losses, List.of());
    }

    /** Returns whether every goal was met. */
    public boolean isGood() {
        return goals.stream().allMatch(Goal::met);
    }

    /** Returns the report as people read it. */
    public String markdown() {
        StringBuilder all = new StringBuilder("# " + name + "\n\n" + where.markdown() + "\n" + tables);
        if (!goals.isEmpty()) {
            all.append(goals.stream().map(Goal::line).collect(Collectors.joining("\n", "\n## Goals\n\n", "\n")));
        }
        if (!losses.isEmpty()) {
            all.append("\n## Where a rival is better\n\n").append(Summary.table(losses));
        }
        return all.toString();
    }

    /** Returns the report as machines read it. */
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", name);
        all.put("machine", where.facts());
        all.put("figures", figures);
        all.put("goals", goals.stream().map(Report::json).toList());
        all.put("losses", losses.stream().map(Report::json).toList());
        return Json.of(all);
    }

    private static Map<String, Object> json(Goal goal) {
        return Map.of("wanted", goal.wanted(), "found", goal.found(), "met", goal.met(), "rivals", goal.rivals());
    }

    private static Map<String, Object> json(Loss loss) {
        return Map.of("what", loss.what(), "ours", loss.ours(), "theirs", loss.theirs(), "why", loss.why());
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
