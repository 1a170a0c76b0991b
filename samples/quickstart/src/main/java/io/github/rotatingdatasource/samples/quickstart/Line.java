package io.github.rotatingdatasource.samples.quickstart;

import io.github.rotatingdatasource.samples.quickstart.Paint.Tone;
import java.util.ArrayList;
import java.util.List;

/** One line of the view: pieces of text side by side. Knows its width, which text with colours in it does not tell. */
final class Line {
    private final List<Piece> pieces = new ArrayList<>();
    private int width;

    Line add(Tone tone, String text) {
        pieces.add(new Piece(tone, text));
        width += text.length();
        return this;
    }

    Line add(String text) {
        return add(Tone.PLAIN, text);
    }

    Line add(Line other) {
        other.pieces.forEach(piece -> add(piece.tone, piece.text));
        return this;
    }

    /** Makes this line end at {@code column}, by blanks or by leaving out what is beyond. */
    Line to(int column) {
        while (width > column) {
            Piece last = pieces.remove(pieces.size() - 1);
            width -= last.text.length();
            if (width < column) {
                add(last.tone, last.text.substring(0, column - width));
            }
        }
        return width < column ? add(" ".repeat(column - width)) : this;
    }

    int width() {
        return width;
    }

    /** Returns the text, no wider than {@code columns}. */
    String text(Paint paint, int columns) {
        if (width > columns) {
            to(columns);
        }
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(paint.text(piece.tone, piece.text)));
        return text.toString().stripTrailing();
    }

    private record Piece(Tone tone, String text) {}
}
