package io.github.rotatingdatasource.source;

/** How a sidecar is asked, with the attempts that are made and the time that each may take. */
@FunctionalInterface
interface Asking {
    /**
     * Returns the reply to {@code request}, whatever its status. Blocks.
     *
     * @param mints whether the request may make a login, so that it must not be sent twice
     * @throws ExchangeFailed if there is no reply
     */
    Exchange.Reply ask(Exchange.Request request, boolean mints) throws ExchangeFailed;

    /** Returns the reply to {@code request}, which is sent once and makes nothing. Blocks. */
    default Exchange.Reply once(Exchange.Request request) throws ExchangeFailed {
        return ask(request, false);
    }
}
