package io.github.rotatingdatasource.testkit.drill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What a user asks of your application. Called by many threads at once. */
@FunctionalInterface
public interface Request {
    /** Asks, and waits for the answer; whatever is thrown is a failed request. */
    void send() throws Exception;

    /** Returns a GET that waits for an answer for 60 s at most, otherwise as {@link #of}. */
    static Request get(URI address) {
        return of(
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(60)).build());
    }

    /** Returns a request that fails unless the status of the answer is from 200 to 299. */
    static Request of(HttpRequest request) {
        HttpClient client = HttpClient.newHttpClient();
        return () -> {
            HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException("wanted a status from 200 to 299, found " + answer.statusCode());
            }
        };
    }
}
