package io.github.rotatingdatasource;

import com.zaxxer.hikari.HikariConfig;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.security.CodeSource;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What hangs on an object, as a debugger, a framework or an endpoint finds it: each object of ours and of HikariCP's as it
 * prints itself, and each text in HikariCP's, which has no business to know a login.
 */
final class Reachable {
    private static final CodeSource OURS = codeSourceOf(RotatingDataSource.class);
    private static final CodeSource HIKARI = codeSourceOf(HikariConfig.class);

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final BiConsumer<String, String> text;

    private Reachable(BiConsumer<String, String> text) {
        this.text = text;
    }

    private static @Nullable CodeSource codeSourceOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource();
    }

    static void from(Object start, BiConsumer<String, String> text) {
        new Reachable(text).look(start.getClass(), start);
    }

    private void look(Class<?> owner, @Nullable Object object) {
        if (object instanceof String found && HIKARI.equals(codeSourceOf(owner))) {
            text.accept("a text in a " + owner.getName(), found);
        }
        if (object == null || object instanceof String || !seen.add(object)) {
            return;
        }
        CodeSource source = codeSourceOf(object.getClass());
        if (source != null && (source.equals(OURS) || source.equals(HIKARI))) {
            text.accept("a printed " + object.getClass().getName(), object.toString());
            lookIntoFields(object);
        } else {
            lookIntoContainer(owner, object);
        }
    }

    private void lookIntoFields(Object object) {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            if (codeSourceOf(type) != null) { // not a class of the JDK
                Field[] fields = type.getDeclaredFields();
                AccessibleObject.setAccessible(fields, true);
                for (Field field : fields) {
                    look(type, valueOf(field, object));
                }
            }
        }
    }

    private static @Nullable Object valueOf(Field field, Object object) {
        try {
            return Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive() ? null : field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("must be accessible: " + field, e);
        }
    }

    private void lookIntoContainer(Class<?> owner, Object object) {
        if (object instanceof Collection<?> all) {
            Object[] snapshot = all.toArray();
            for (Object one : snapshot) {
                look(owner, one);
            }
        } else if (object instanceof Map<?, ?> map) {
            look(owner, map.keySet());
            look(owner, map.values());
        } else if (object instanceof AtomicReference<?> reference) {
            look(owner, reference.get());
        } else if (object instanceof Optional<?> optional) {
            look(owner, optional.orElse(null));
        } else if (object.getClass().isArray()
                && !object.getClass().getComponentType().isPrimitive()) {
            for (int i = 0; i < Array.getLength(object); i++) {
                look(owner, Array.get(object, i));
            }
        }
    }
}
