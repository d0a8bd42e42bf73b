package recipe;

import io.lettuce.core.ClientOptions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
class App {
  public static void main(String[] arguments) {
    var context = SpringApplication.run(App.class, arguments);
    System.out.println("port " + context.getEnvironment().getProperty("local.server.port"));
  }

  /** A command that cannot be sent now fails now: there are several for each request, and none should wait. */
  @Bean
  LettuceClientOptionsBuilderCustomizer failsAtOnce() {
    return (options) -> options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
  }

  @PostMapping("/sign-in/{user}")
  Map<String, Object> signIn(HttpServletRequest request, @PathVariable String user) {
    var before = request.getSession(false);
    if (before != null) before.invalidate();
    var session = request.getSession();
    session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, user);
    session.setAttribute("visits", 0);
    return Map.of("visits", 0);
  }

  @GetMapping("/visit")
  ResponseEntity<Map<String, Object>> visit(HttpServletRequest request) {
    var session = request.getSession(false);
    if (session == null) return ResponseEntity.status(401).build();
    var user = session.getAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME);
    if (user == null) return ResponseEntity.status(401).build();
    var visits = (Integer) session.getAttribute("visits") + 1;
    session.setAttribute("visits", visits);
    return ResponseEntity.ok(Map.of("user", user, "visits", visits));
  }
}
