/** A JDBC data source that changes its short-lived login while in use. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // resilience4j has a name, but no descriptor
module io.github.rotatingdatasource {
    requires transitive com.zaxxer.hikari;
    requires transitive io.github.resilience4j.circuitbreaker;
    requires transitive java.sql;
    requires java.logging;
    requires java.management;
    requires java.naming;
    requires jdk.jfr;
    requires org.slf4j;
    requires tools.jackson.core;
    requires static org.apache.httpcomponents.client5.httpclient5;
    requires static org.apache.httpcomponents.core5.httpcore5;
    requires static transitive org.jspecify;

    exports io.github.rotatingdatasource;
    exports io.github.rotatingdatasource.source;
}
