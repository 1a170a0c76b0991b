package io.github.rotatingdatasource.benchmarks.support;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines over a number, drawn so that they read well on a light ground and on a dark one: nothing behind them, and colours that
 * stand out from both.
 */
public final class Plot {
    /** What is ours. */
    public static final Color OURS = new Color(0x2F81F7);
    /** What it is compared with. */
    public static final Color OTHER = new Color(0xDB6D28);
    /** What is only there to compare by. */
    public static final Color PLAIN = new Color(0x7D8590);

    private static final Color NOTHING = new Color(0, true);
    private static final Color GRID = new Color(0x7D, 0x85, 0x90, 0x40);
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 10);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 12);
    private static final int AXIS_WIDTH = 52; // the same for all, so that plots above each other line up

    private final XYChart chart;
    private final List<Label> labels = new ArrayList<>();
    private boolean isLogarithmic;

    private Plot(XYChart chart) {
        this.chart = chart;
        XYStyler styler = chart.getStyler();
        clear(styler);
        styler.setChartFontColor(PLAIN);
        styler.setChartTitleFont(TITLE).setChartTitlePadding(2).setChartPadding(6);
        styler.setAxisTitleFont(FONT).setAxisTickLabelsFont(FONT);
        styler.setXAxisTitleColor(PLAIN).setYAxisTitleColor(PLAIN);
        styler.setAxisTickLabelsColor(PLAIN).setAxisTickMarksColor(PLAIN).setAxisTickMarkLength(3);
        styler.setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(0.5f));
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setPlotMargin(0).setPlotContentSize(1);
        styler.setYAxisLeftWidthHint(AXIS_WIDTH);
    }

    private static void clear(XYStyler styler) {
        styler.setChartBackgroundColor(NOTHING).setPlotBackgroundColor(NOTHING).setPlotBorderVisible(false);
        styler.setChartTitleBoxVisible(false).setLegendVisible(false);
        styler.setLegendBackgroundColor(NOTHING).setLegendBorderColor(NOTHING);
    }

    /** Returns an empty plot of so many pixels; empty names are not shown. */
    public static Plot of(int width, int height, String title, String x, String y) {
        return new Plot(new XYChartBuilder()
                .width(width)
                .height(height)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build());
    }

    /** Lets y grow by factors of ten, from about one to the other; what is less is drawn at the edge. */
    public Plot logarithmic(double least, double most) {
        isLogarithmic = true;
        int low = (int) Math.floor(Math.log10(least));
        int high = (int) Math.ceil(Math.log10(most));
        chart.setCustomYAxisTickLabelsFormatter(Plot::powerOfTen);
        chart.getStyler().setYAxisTickMarkSpacingHint(chart.getHeight() / (high - low + 2));
        return y(low, high);
    }

    private static String powerOfTen(double power) {
        boolean isWhole = Math.rint(power) == power;
        return isWhole
                ? BigDecimal.ONE.scaleByPowerOfTen((int) power).toPlainString()
                : String.format(Locale.ROOT, "%.1g", Math.pow(10, power));
    }

    /** Lets y go from one to the other; what is less is drawn at the edge. */
    public Plot y(double least, double most) {
        chart.getStyler().setYAxisMin(least).setYAxisMax(most);
        return this;
    }

    /** Lets x go from one to the other. */
    public Plot x(double least, double most) {
        chart.getStyler().setXAxisMin(least).setXAxisMax(most).setXAxisDecimalPattern("#");
        return this;
    }

    /** Shows what the lines are, above them. */
    public Plot legend() {
        chart.getStyler()
                .setLegendVisible(true)
                .setLegendFont(FONT)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendSeriesLineLength(24)
                .setLegendPadding(6);
        return this;
    }

    /** Draws a line. */
    public Plot line(String name, Color colour, double[] x, double[] y) {
        return line(name, colour, new BasicStroke(1.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND), x, y, false);
    }

    /** Draws a line that holds its height until the next value. */
    public Plot steps(String name, Color colour, double[] x, double[] y) {
        return line(name, colour, new BasicStroke(1.4f), x, y, true);
    }

    /** Draws a thin line at a height. */
    public Plot level(String name, double height, double from, double to) {
        BasicStroke dashes =
                new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1f, new float[] {4, 3}, 0);
        return line(name, PLAIN, dashes, new double[] {from, to}, new double[] {height, height}, false);
    }

    private Plot line(String name, Color colour, BasicStroke stroke, double[] x, double[] y, boolean steps) {
        double least = chart.getStyler().getYAxisMin();
        double[] shown = Arrays.stream(y)
                .map(one -> isLogarithmic ? Math.log10(one) : one)
                .map(one -> Math.max(one, least))
                .toArray();
        XYSeries series = chart.addSeries(name, x, shown);
        series.setXYSeriesRenderStyle(steps ? XYSeriesRenderStyle.Step : XYSeriesRenderStyle.Line);
        series.setMarker(SeriesMarkers.NONE).setLineColor(colour).setLineStyle(stroke);
        return this;
    }

    /** Writes something that begins at that place. */
    public Plot label(String text, Color colour, double x, double y) {
        labels.add(new Label(text, colour, x, isLogarithmic ? Math.log10(y) : y));
        return this;
    }

    /** Paints what the chart itself cannot; after the chart. */
    void paintLabels(Graphics2D graphics) {
        for (Label label : labels) {
            AffineTransform place = AffineTransform.getTranslateInstance(
                    chart.getScreenXFromChart(label.x()), chart.getScreenYFromChart(label.y()));
            graphics.setColor(label.colour());
            // as shapes, as the chart has its own texts, so that it looks the same whatever fonts there are
            graphics.fill(new TextLayout(label.text(), TITLE, graphics.getFontRenderContext()).getOutline(place));
        }
    }

    private record Label(String text, Color colour, double x, double y) {}

    XYChart chart() {
        return chart;
    }
}
