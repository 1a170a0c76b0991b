package io.github.rotatingdatasource;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/** The images of containers. */
final class Images {
    private static final Logger LOG = LoggerFactory.getLogger(Images.class);
    private static final int SECONDS_TO_PULL = 120;

    private Images() {}

    /** Returns the image that an environment variable names, as one that may stand for {@code original}. */
    static DockerImageName named(String variable, String original, String tag) {
        String name = System.getenv().getOrDefault(variable, original + ":" + tag);
        return DockerImageName.parse(name).asCompatibleSubstituteFor(original);
    }

    /** Skips a test whose image is neither here nor can be pulled. Testcontainers itself would go on trying for minutes. */
    static void assumeToBeHad(DockerImageName image) throws InterruptedException {
        DockerClient client = DockerClientFactory.instance().client();
        if (isHere(client, image)) {
            return;
        }
        try {
            boolean isPulled = client.pullImageCmd(image.getUnversionedPart())
                    .withTag(image.getVersionPart())
                    .start()
                    .awaitCompletion(SECONDS_TO_PULL, TimeUnit.SECONDS);
            if (!isPulled) {
                skip(image, "not pulled within " + SECONDS_TO_PULL + " s");
            }
        } catch (DockerException | DockerClientException failure) {
            skip(image, String.valueOf(failure.getMessage()).strip().replaceAll("\\s+", " "));
        }
    }

    /** Surefire counts what is skipped, but does not say why. */
    private static void skip(DockerImageName image, String reason) {
        String line = "skipped: no image " + image + " to be had: " + reason;
        LOG.warn(line);
        Assumptions.abort(line);
    }

    private static boolean isHere(DockerClient client, DockerImageName image) {
        try {
            client.inspectImageCmd(image.asCanonicalNameString()).exec();
            return true;
        } catch (NotFoundException missing) {
            return false;
        }
    }
}
