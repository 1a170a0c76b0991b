package io.github.rotatingdatasource.benchmarks.hotpath;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Loads HikariCP, the library and the measuring loop once more, so that they have profiles and a compiled form of their own. */
final class OwnClasses extends ClassLoader {
    private static final List<String> OWN = List.of("com.zaxxer.hikari.", "io.github.rotatingdatasource.");

    static {
        registerAsParallelCapable();
    }

    private OwnClasses() {
        super(World.class.getClassLoader());
    }

    /** Returns a world of this type that shares no class with any other. */
    static World create(Class<? extends World> type) {
        try {
            Class<?> own = new OwnClasses().loadClass(type.getName());
            return (World) own.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot load " + type.getName() + " once more", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean isOwn = OWN.stream().anyMatch(name::startsWith) && !name.equals(World.class.getName());
        return isOwn ? own(name) : super.loadClass(name, resolve);
    }

    private Class<?> own(String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
