package io.github.rotatingdatasource.benchmarks.hotpath;

import java.io.IOException;
import java.io.InputStream;

/** Loads {@link CheckoutLoop} once more, so that it has a profile and a compiled form of its own. */
final class OwnLoops extends ClassLoader {
    private static final String NAME = CheckoutLoop.class.getName();

    private OwnLoops() {
        super(Loop.class.getClassLoader());
    }

    /** Returns a loop that shares nothing with any other. */
    static Loop create() {
        try {
            return (Loop) new OwnLoops().define().getConstructor().newInstance();
        } catch (ReflectiveOperationException | IOException e) {
            throw new IllegalStateException("cannot load " + NAME + " once more", e);
        }
    }

    private Class<?> define() throws IOException {
        String path = NAME.replace('.', '/') + ".class";
        try (InputStream in = getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException("there is no " + path);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(NAME, bytes, 0, bytes.length);
        }
    }
}
