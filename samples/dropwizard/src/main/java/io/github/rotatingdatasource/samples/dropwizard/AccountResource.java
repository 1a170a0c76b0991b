package io.github.rotatingdatasource.samples.dropwizard;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jdbi.v3.core.Jdbi;

/** Accounts as JSON. It knows nothing of rotation. */
@Path("/accounts/{id}")
@Produces(MediaType.APPLICATION_JSON)
public final class AccountResource {
    private final Jdbi jdbi;

    AccountResource(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What there is to know of an account. */
    public record Account(int id, long balance) {}

    /** Returns the account, or 404. */
    @GET
    public Account account(@PathParam("id") int id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id, balance FROM account WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> new Account(row.getInt("id"), row.getLong("balance")))
                .findOne()
                .orElseThrow(NotFoundException::new));
    }
}
