/** What the server offers to those who live on its HTTP port. */
module io.lokivector.http {
    requires static transitive org.jspecify;
    requires transitive jakarta.servlet;

    exports io.lokivector.http;
}
