package io.github.rotatingdatasource.samples.springboot.stage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A light load: four customers buy over HTTP, and a probe takes a connection and gives it back, to know how long that takes
 * a caller. All of them wait a little between two turns, from when the web server is up until the application stops.
 */
@Component
class Load {
    private static final int CUSTOMERS = 4;
    private static final int ITEMS = 10;
    private static final Duration BETWEEN_SALES = Duration.ofMillis(15);
    private static final Duration BETWEEN_CHECKOUTS = Duration.ofMillis(5);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final DataSource dataSource;
    private final Tally tally;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isOver;

    Load(DataSource dataSource, Tally tally) {
        this.dataSource = dataSource;
        this.tally = tally;
    }

    @EventListener
    void begin(WebServerInitializedEvent event) {
        String items = "http://127.0.0.1:" + event.getWebServer().getPort() + "/items/";
        for (int i = 1; i <= CUSTOMERS; i++) {
            run("customer-" + i, () -> buy(items), BETWEEN_SALES);
        }
        run("probe", this::checkOut, BETWEEN_CHECKOUTS);
    }

    /** Lets everybody finish the turn that is under way: the shop still serves. */
    @EventListener(ContextClosedEvent.class)
    void end() throws InterruptedException {
        isOver = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void run(String name, Turn turn, Duration pause) {
        Thread thread = new Thread(() -> repeat(turn, pause), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void repeat(Turn turn, Duration pause) {
        while (!isOver) {
            try {
                turn.take();
            } catch (IOException | SQLException failure) {
                tally.failed();
            } catch (InterruptedException stopped) {
                return;
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    private void buy(String items) throws IOException, InterruptedException {
        int item = ThreadLocalRandom.current().nextInt(ITEMS) + 1;
        HttpRequest sale = HttpRequest.newBuilder(URI.create(items + item + "/sales"))
                .POST(BodyPublishers.noBody())
                .timeout(LIMIT)
                .build();
        if (client.send(sale, BodyHandlers.discarding()).statusCode() == 200) {
            tally.answered();
        } else {
            tally.failed();
        }
    }

    private void checkOut() throws SQLException {
        long asked = System.nanoTime();
        Connection connection = dataSource.getConnection();
        tally.checkedOut(Duration.ofNanos(System.nanoTime() - asked));
        connection.close();
    }

    /** What is done again and again. */
    private interface Turn {
        void take() throws IOException, SQLException, InterruptedException;
    }
}
