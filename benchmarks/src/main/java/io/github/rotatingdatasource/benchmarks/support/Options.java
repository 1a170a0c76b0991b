package io.github.rotatingdatasource.benchmarks.support;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the command line says: {@code --name value} or {@code --flag}. Immutable. */
public final class Options {
    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Returns what {@code arguments} say.
     *
     * @throws UsageException if they are not of the form of {@code known}
     */
    public static Options parse(List<String> arguments, List<Option> known) {
        Map<String, String> values = new HashMap<>();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            Option option = find(rest.next(), known);
            values.put(option.name(), option.value() == null ? "" : valueOf(option, rest));
        }
        return new Options(values);
    }

    private static Option find(String argument, List<Option> known) {
        return known.stream()
                .filter(option -> argument.equals("--" + option.name()))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown option " + argument + "; there are "
                        + known.stream().map(option -> "--" + option.name()).collect(Collectors.joining(", "))));
    }

    private static String valueOf(Option option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new UsageException("option --" + option.name() + " needs a value: " + option.value());
        }
        return rest.next();
    }

    /** Returns whether {@code option} is there. */
    public boolean has(Option option) {
        return values.containsKey(option.name());
    }

    /** Returns the value of {@code option}, if it is there. */
    public Optional<String> text(Option option) {
        return Optional.ofNullable(values.get(option.name()));
    }

    /** Returns the whole number that {@code option} gives, at least {@code least}. */
    public int number(Option option, int least, int otherwise) {
        String text = values.get(option.name());
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // told below, as if it were too small
        }
        throw new UsageException(
                "option --" + option.name() + " must be a whole number, at least " + least + ", but is " + text);
    }

    /** Returns the constants that {@code option} names, separated by commas, or all of them. */
    public <E extends Enum<E>> List<E> constants(Option option, Class<E> type) {
        String text = values.get(option.name());
        List<E> all = List.of(type.getEnumConstants());
        return text == null
                ? all
                : Arrays.stream(text.split(","))
                        .map(name -> constant(name, option, all))
                        .distinct()
                        .toList();
    }

    private static <E extends Enum<E>> E constant(String name, Option option, List<E> all) {
        return all.stream()
                .filter(one -> one.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "option --" + option.name() + " must name some of " + all + ", but has " + name));
    }
}
