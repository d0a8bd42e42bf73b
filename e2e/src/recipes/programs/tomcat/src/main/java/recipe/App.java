package recipe;

import io.lettuce.core.ClientOptions;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;

/** A servlet in Tomcat, with Spring Session's filter before it and nothing else of Spring. */
class App {
  public static void main(String[] arguments) throws Exception {
    var tomcat = new Tomcat();
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    var context = tomcat.addContext("", null);
    keepSessions(context);
    Tomcat.addServlet(context, "visits", new Visits());
    context.addServletMappingDecoded("/*", "visits");
    tomcat.start();
    System.out.println("port " + tomcat.getConnector().getLocalPort());
    tomcat.getServer().await();
  }

  /** As web.xml would name the filter. */
  private static void keepSessions(Context context) {
    var sessions = new RedisIndexedSessionRepository(store());
    sessions.setRedisKeyNamespace("shop:tomcat");
    var definition = new FilterDef();
    definition.setFilterName("springSessionRepositoryFilter");
    definition.setFilter(new SessionRepositoryFilter<>(sessions));
    context.addFilterDef(definition);
    var everything = new FilterMap();
    everything.setFilterName(definition.getFilterName());
    everything.addURLPattern("/*");
    context.addFilterMap(everything);
  }

  private static RedisTemplate<String, Object> store() {
    var options = ClientOptions.builder()
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .build();
    var connections = new LettuceConnectionFactory(
        LettuceConnectionFactory.createRedisConfiguration(System.getenv("SESSIONS_URI")),
        LettuceClientConfiguration.builder().clientOptions(options).commandTimeout(Duration.ofSeconds(1)).build());
    connections.afterPropertiesSet();
    connections.start();
    var store = new RedisTemplate<String, Object>();
    store.setConnectionFactory(connections);
    store.setKeySerializer(RedisSerializer.string());
    store.setHashKeySerializer(RedisSerializer.string());
    store.afterPropertiesSet();
    return store;
  }
}

class Visits extends HttpServlet {
  private static final String USER = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;

  /** POST /sign-in/kim */
  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var before = request.getSession(false);
    if (before != null) before.invalidate();
    var session = request.getSession();
    session.setAttribute(USER, request.getPathInfo().substring("/sign-in/".length()));
    session.setAttribute("visits", 0);
    response.getWriter().print("{\"visits\":0}");
  }

  /** GET /visit */
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var session = request.getSession(false);
    if (session == null || session.getAttribute(USER) == null) {
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    var visits = (Integer) session.getAttribute("visits") + 1;
    session.setAttribute("visits", visits);
    response.getWriter().print("{\"user\":\"" + session.getAttribute(USER) + "\",\"visits\":" + visits + "}");
  }
}
