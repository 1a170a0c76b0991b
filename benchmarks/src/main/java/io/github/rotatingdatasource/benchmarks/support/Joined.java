package io.github.rotatingdatasource.benchmarks.support;

import de.erichseifert.vectorgraphics2d.intermediate.CommandSequence;
import de.erichseifert.vectorgraphics2d.intermediate.MutableCommandSequence;
import de.erichseifert.vectorgraphics2d.intermediate.commands.Command;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetColorCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetPaintCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetStrokeCommand;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Joins the pieces in which a chart draws its lines, which makes a picture twenty times smaller. */
final class Joined {
    private final MutableCommandSequence result = new MutableCommandSequence();
    private final List<Line2D> pieces = new ArrayList<>();
    private @Nullable Command<?> colour;
    private @Nullable Command<?> stroke;
    private @Nullable Command<?> colourSet;
    private @Nullable Command<?> strokeSet;

    private Joined() {}

    static CommandSequence of(CommandSequence commands) {
        Joined joined = new Joined();
        commands.forEach(joined::add);
        joined.end();
        return joined.result;
    }

    private void add(Command<?> command) {
        if (command instanceof SetColorCommand) {
            colour = command; // set when something is drawn with it: a line's points have another, and do not show
        } else if (command instanceof SetStrokeCommand) {
            stroke = command;
        } else if (command instanceof DrawShapeCommand && command.getValue() instanceof Line2D piece) {
            add(piece);
        } else {
            end();
            set();
            colourSet = command instanceof SetPaintCommand ? null : colourSet;
            result.add(command);
        }
    }

    private void add(Line2D piece) {
        if (!follows(piece)) {
            end();
            set();
        }
        pieces.add(piece);
    }

    private boolean follows(Line2D piece) {
        boolean isSetSo = Objects.equals(colour, colourSet) && Objects.equals(stroke, strokeSet);
        return isSetSo
                && !pieces.isEmpty()
                && pieces.get(pieces.size() - 1).getP2().equals(piece.getP1());
    }

    private void set() {
        if (colour != null && !colour.equals(colourSet)) {
            result.add(colour);
            colourSet = colour;
        }
        if (stroke != null && !stroke.equals(strokeSet)) {
            result.add(stroke);
            strokeSet = stroke;
        }
    }

    private void end() {
        if (pieces.size() == 1) {
            result.add(new DrawShapeCommand(pieces.get(0)));
        } else if (!pieces.isEmpty()) {
            result.add(new DrawShapeCommand(path()));
        }
        pieces.clear();
    }

    /** A tenth of a pixel is fine enough. */
    private Path2D path() {
        Path2D path = new Path2D.Double();
        Point2D first = pieces.get(0).getP1();
        path.moveTo(tenths(first.getX()), tenths(first.getY()));
        pieces.forEach(piece -> path.lineTo(tenths(piece.getX2()), tenths(piece.getY2())));
        return path;
    }

    private static double tenths(double pixels) {
        return Math.rint(pixels * 10) / 10;
    }
}
