package io.github.rotatingdatasource.drills;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialFormat;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.Lease;
import io.github.rotatingdatasource.source.OfferedCredentials;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.KubernetesVolume;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Where something outside puts a credential, without being asked for one, and the source that reads there. */
public interface WrittenPlace {
    CredentialSource source();

    /** Puts {@code lease} there, as whoever writes there does. */
    void put(IssuedLease lease) throws IOException;

    /** Takes away what is there, as when its writer is installed anew; the next {@link #put} brings it back. */
    void vanish() throws IOException;

    /** Puts something there that is no credential, or nobody's, with {@code secret} in it. */
    void putNonsense(String secret) throws IOException;

    /** The places of which each drill is one. */
    enum Kind {
        JSON {
            @Override
            public WrittenPlace open() throws IOException {
                return new Rendered(CredentialFormat.json());
            }
        },
        LINES {
            @Override
            public WrittenPlace open() throws IOException {
                return new Rendered(CredentialFormat.keyValue());
            }
        },
        VOLUME {
            @Override
            public WrittenPlace open() throws IOException {
                return new Volume();
            }
        },
        OFFERED {
            @Override
            public WrittenPlace open() {
                return new Offered();
            }
        };

        /** Returns a new place of this kind, with nothing there. */
        public abstract WrittenPlace open() throws IOException;
    }

    /** A file that an agent renders, by {@link CredentialFormat#json()} or {@link CredentialFormat#keyValue()}. */
    final class Rendered implements WrittenPlace {
        private static final long HUGE = 100 << 20;

        final FileRenderer renderer =
                FileRenderer.to(directory().resolve("db-creds")).withMode("rw-------");
        private final CredentialSource source;
        private final boolean isJson;

        Rendered(CredentialFormat format) throws IOException {
            source = CredentialSource.fileSource(renderer.file()).format(format).build();
            isJson = format.getClass() == CredentialFormat.json().getClass();
        }

        @Override
        public CredentialSource source() {
            return source;
        }

        @Override
        public void put(IssuedLease lease) throws IOException {
            renderer.render(text(lease.username(), lease.password(), lease.id()));
        }

        @Override
        public void putNonsense(String secret) throws IOException {
            renderer.render("<html>502 " + secret + "</html>\n");
        }

        /** Returns a reply of Vault as it is, or the lines that the injector prints. */
        String text(String username, String password, String leaseId) {
            String text = isJson ? """
                    {"request_id": "7a1f", "lease_id": "%s", "renewable": true, "lease_duration": 3600,
                     "data": {"password": "%s", "username": "%s"}, "warnings": null}
                    """ : """
                    lease_id: %s
                    lease_duration: 3600
                    password: %s
                    username: %s
                    """;
            return text.formatted(leaseId, password, username);
        }

        /** Puts a file of 100 MB there, most of which is a hole. */
        void putHuge() throws IOException {
            Path huge = renderer.file().resolveSibling("huge");
            try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
                file.setLength(HUGE);
            }
            Files.move(huge, renderer.file(), StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void vanish() throws IOException {
            Files.delete(renderer.file());
        }
    }

    /** A mounted Secret with the keys {@code username} and {@code password}. */
    final class Volume implements WrittenPlace {
        final Path mount = directory().resolve("mount");
        private final CredentialSource source = CredentialSource.volume(mount);

        Volume() throws IOException {}

        @Override
        public CredentialSource source() {
            return source;
        }

        @Override
        public void put(IssuedLease lease) throws IOException {
            KubernetesVolume.at(mount).update(lease);
        }

        void put(Map<String, String> keys) throws IOException {
            KubernetesVolume.at(mount).update(keys);
        }

        @Override
        public void putNonsense(String secret) throws IOException {
            put(Map.of("username", secret, "password", ""));
        }

        @Override
        public void vanish() throws IOException {
            try (Stream<Path> all = Files.walk(mount)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** An application that offers what it was told. */
    final class Offered implements WrittenPlace {
        private final OfferedCredentials source = CredentialSource.offered();

        @Override
        public CredentialSource source() {
            return source;
        }

        @Override
        public void put(IssuedLease lease) {
            source.offer(new Credential(lease.username(), lease.password(), Lease.firm(lease.issuedAt(), lease.ttl())));
        }

        @Override
        public void putNonsense(String secret) {
            source.offer(new Credential(secret, secret, Lease.unknown()));
        }

        /** What was offered cannot be taken back. */
        @Override
        public void vanish() {}
    }

    private static Path directory() throws IOException {
        return Files.createTempDirectory("place");
    }
}
