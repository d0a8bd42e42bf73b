import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A ferry's name for its number, from a database, and a collection of garbage when one is asked for. */
public final class Harbour {
  public static void main(String[] arguments) throws Exception {
    Connection book = DriverManager.getConnection("jdbc:h2:mem:harbour");
    try (Statement statement = book.createStatement()) {
      statement.execute("CREATE TABLE ferries (id INT PRIMARY KEY, name VARCHAR(40))");
      statement.execute("INSERT INTO ferries VALUES (1, 'Hangang'), (2, 'Nakdong')");
    }
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/ferries", exchange -> {
      String[] path = exchange.getRequestURI().getPath().split("/");
      answer(exchange, nameOf(book, Integer.parseInt(path[path.length - 1])));
    });
    server.createContext("/collect", exchange -> {
      System.gc();
      answer(exchange, "collected");
    });
    server.start();
    System.out.println("port " + server.getAddress().getPort());
  }

  private static String nameOf(Connection book, int id) throws IOException {
    try (PreparedStatement statement = book.prepareStatement("SELECT name FROM ferries WHERE id = ?")) {
      statement.setInt(1, id);
      try (ResultSet found = statement.executeQuery()) {
        return found.next() ? found.getString(1) : "none";
      }
    } catch (SQLException cause) {
      throw new IOException(cause);
    }
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
