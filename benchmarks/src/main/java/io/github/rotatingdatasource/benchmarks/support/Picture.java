package io.github.rotatingdatasource.benchmarks.support;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.XYChart;

/**
 * Plots beside and above each other.
 *
 * @param name the file name, without its ending
 * @param text what is to be seen, for whom sees no pictures
 * @param rows the plots
 */
public record Picture(String name, String text, List<List<Plot>> rows) {
    static {
        System.setProperty("java.awt.headless", "true"); // nothing is shown on a screen
    }

    /** Writes it as SVG into {@code directory}. */
    void write(Path directory) throws IOException {
        VectorGraphics2D graphics = new VectorGraphics2D();
        int height = 0;
        int width = 0;
        for (List<Plot> row : rows) {
            width = Math.max(width, paint(row, height, graphics));
            height += row.stream()
                    .mapToInt(plot -> plot.chart().getHeight())
                    .max()
                    .orElse(0);
        }
        try (OutputStream out = Files.newOutputStream(directory.resolve(file()))) {
            new SVGProcessor()
                    .getDocument(Joined.of(graphics.getCommands()), new PageSize(width, height))
                    .writeTo(out);
        }
    }

    /** Returns the width of the row. */
    private static int paint(List<Plot> row, int top, VectorGraphics2D graphics) {
        int left = 0;
        for (Plot plot : row) {
            XYChart chart = plot.chart();
            graphics.setTransform(AffineTransform.getTranslateInstance(left, top));
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
            plot.paintLabels(graphics);
            left += chart.getWidth();
        }
        return left;
    }

    String file() {
        return name + ".svg";
    }

    String markdown() {
        return "![" + text + "](" + file() + ")\n";
    }
}
