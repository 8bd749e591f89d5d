package lintas.interop;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

import com.helger.base.debug.GlobalDebug;
import com.helger.http.EHttpMethod;
import com.helger.phase4.incoming.AS4RequestHandler;
import com.helger.phase4.incoming.mgr.AS4ProfileSelector;
import com.helger.phase4.incoming.AS4ServerInitializer;
import com.helger.phase4.servlet.AS4UnifiedResponse;
import com.helger.phase4.servlet.AS4XServletHandler;
import com.helger.phase4.servlet.IAS4ServletRequestHandlerCustomizer;
import com.helger.photon.io.WebFileIO;
import com.helger.web.scope.IRequestWebScopeWithoutResponse;
import com.helger.web.scope.mgr.WebScopeManager;
import com.helger.web.scope.mgr.WebScoped;
import com.helger.xservlet.AbstractXServlet;
import com.helger.xservlet.requesttrack.RequestTrackerSettings;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/**
 * phase4 as party b of one profile: `Point KEYS FOLDER PROFILE`. Receives at /as4 of a free port, which it says first:
 * "= ready PORT". Then sends what each line of its input says, fields apart by tabulators, and answers each with one
 * line that begins with "= ". Ends with its input.
 *
 * For a node, which takes and writes what its agreements say, properties name the party that this is (lintas.party), the
 * agreement (lintas.agreement), and the certificates of the line, which is TLS then (lintas.line).
 *
 * A fourth argument is for what is measured: nothing is kept that comes, and "jdk" or "bc" says whose cryptography goes
 * first, that of the JDK or BouncyCastle's.
 */
public final class Point {
  private static Outbox outbox;

  public static final class As4 extends AbstractXServlet {
    public As4() {
      settings().setMultipartEnabled(false);
      final AS4XServletHandler handler = new AS4XServletHandler();
      handler.setRequestHandlerCustomizer(new IAS4ServletRequestHandlerCustomizer() {
        @Override
        public void customizeBeforeHandling(IRequestWebScopeWithoutResponse scope, AS4UnifiedResponse response,
            AS4RequestHandler request) {
          request.setCryptoFactorySign(outbox.signing());
          request.setCryptoFactoryCrypt(outbox.opening());
        }

        @Override
        public void customizeAfterHandling(IRequestWebScopeWithoutResponse scope, AS4UnifiedResponse response,
            AS4RequestHandler request) {}
      });
      handlerRegistry().registerHandler(EHttpMethod.POST, handler);
    }
  }

  public static void main(String[] arguments) throws Exception {
    final Path folder = Path.of(arguments[1]);
    final boolean isMeasured = arguments.length > 3;
    if (!isMeasured) Inbox.folder = Files.createDirectories(folder.resolve("in"));
    // First: the cipher of the JDK takes time by the square of what it opens, and 100 MB never come to an end.
    if (isMeasured && arguments[3].equals("jdk")) Security.addProvider(new BouncyCastleProvider());
    else Security.insertProviderAt(new BouncyCastleProvider(), 1);
    final Keys keys = new Keys(Path.of(arguments[0]));
    outbox = new Outbox(keys, arguments[2]);
    final int port = serve(folder.resolve("data").toFile(), arguments[2], keys);
    System.out.println("= ready " + port);
    final BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (WebScoped scope = new WebScoped()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) System.out.println("= " + send(line));
    }
    System.exit(0);
  }

  private static String send(String line) {
    final Map<String, String> options = new HashMap<>();
    final List<String> parts = new ArrayList<>();
    for (final String field : line.split("\t")) {
      final int equals = field.indexOf('=');
      final String value = field.substring(equals + 1);
      if (field.startsWith("part=")) parts.add(value);
      else options.put(field.substring(0, equals), value);
    }
    try {
      return outbox.send(options, parts);
    } catch (final Exception failed) {
      failed.printStackTrace();
      return "doubtful " + failed;
    }
  }

  private static SslConnectionFactory encrypted(Keys keys) throws Exception {
    final SslContextFactory.Server line = new SslContextFactory.Server();
    line.setSslContext(keys.line());
    return new SslConnectionFactory(line, HttpVersion.HTTP_1_1.asString());
  }

  private static int serve(File data, String profile, Keys keys) throws Exception {
    final Server server = new Server();
    final ServerConnector connector = Keys.LINE == null ? new ServerConnector(server, 1, 1)
        : new ServerConnector(server, 1, 1, encrypted(keys), new HttpConnectionFactory());
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(600_000);
    server.addConnector(connector);
    final ServletContextHandler context = new ServletContextHandler("/");
    context.addEventListener(new ServletContextListener() {
      @Override
      public void contextInitialized(ServletContextEvent event) {
        GlobalDebug.setDebugModeDirect(false);
        GlobalDebug.setProductionModeDirect(true);
        WebScopeManager.onGlobalBegin(event.getServletContext());
        data.mkdirs();
        WebFileIO.initPaths(data, data.getAbsolutePath(), false);
        // They watch requests, and cost each of them something.
        RequestTrackerSettings.setLongRunningRequestsCheckEnabled(false);
        RequestTrackerSettings.setParallelRunningRequestsCheckEnabled(false);
        AS4ProfileSelector.setCustomDefaultAS4ProfileID(Agreements.idOf(profile));
        AS4ServerInitializer.initAS4Server();
      }
    });
    context.addServlet(new ServletHolder(As4.class), "/as4");
    server.setHandler(context);
    server.start();
    return connector.getLocalPort();
  }
}
