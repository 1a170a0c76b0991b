package io.github.rotatingdatasource.samples.jooq;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import java.math.BigDecimal;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Moves money between accounts. Plain jOOQ: it knows nothing of rotation. */
final class Transfers {
    private static final Table<Record> ACCOUNT = table(name("account"));
    private static final Field<Integer> ID = field(name("id"), Integer.class);
    private static final Field<Long> BALANCE = field(name("balance"), Long.class);

    private final DSLContext jooq;

    Transfers(DSLContext jooq) {
        this.jooq = jooq;
    }

    /** What takes its time in the middle of a transaction. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Moves {@code amount} in one transaction, on one connection, which stays usable although its login is replaced meanwhile. */
    void transfer(int from, int to, long amount, Work between) {
        jooq.transaction(transaction -> {
            add(transaction.dsl(), from, -amount);
            between.run();
            add(transaction.dsl(), to, amount);
        });
    }

    /** Returns the sum of all balances, which no transfer changes. */
    @Nullable
    BigDecimal total() {
        return jooq.select(sum(BALANCE)).from(ACCOUNT).fetchSingle().value1();
    }

    /** Returns the balance of account {@code id}. */
    @Nullable
    Long balance(int id) {
        return jooq.select(BALANCE).from(ACCOUNT).where(ID.eq(id)).fetchSingle().value1();
    }

    private static void add(DSLContext transaction, int id, long amount) {
        transaction
                .update(ACCOUNT)
                .set(BALANCE, BALANCE.plus(amount))
                .where(ID.eq(id))
                .execute();
    }
}
