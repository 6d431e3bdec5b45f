package io.jiaozi.tck.teahouse;

import io.jiaozi.tck.Defect;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.HttpsURLConnection;

/** What libraries do to a JVM when their classes are loaded. Whoever switches one on undoes it. */
final class SideEffects {

  private static final CountDownLatch NEVER = new CountDownLatch(1);

  static {
    if (Defect.ADDS_PROVIDER.on()) {
      Security.addProvider(new TeaProvider());
    }
    if (Defect.LOOSENS_TLS.on()) {
      Security.setProperty("jdk.certpath.disabledAlgorithms", "");
    }
    if (Defect.SETS_PROPERTY.on()) {
      System.setProperty("tea.time", "five");
    }
    if (Defect.REPLACES_TLS_DEFAULT.on()) {
      HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> host.isEmpty());
    }
    if (Defect.STOPS_REDIRECTS.on()) {
      HttpURLConnection.setFollowRedirects(false);
    }
    if (Defect.SPEAKS_ANOTHER_LANGUAGE.on()) {
      Locale.setDefault(Locale.forLanguageTag("fr-CA"));
    }
    if (Defect.TAKES_STREAM.on()) {
      System.setErr(
          new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }
    if (Defect.TAKES_HANDLER.on()) {
      Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {});
    }
  }

  private SideEffects() {}

  /** Loads this class. */
  static void happen() {}

  /** One that never ends. */
  static void idleThread() {
    Thread idle =
        new Thread(
            () -> {
              try {
                NEVER.await();
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            },
            "tea-idle");
    idle.setDaemon(true);
    idle.start();
  }

  private static final class TeaProvider extends Provider {
    private static final long serialVersionUID = 1L;

    TeaProvider() {
      super("Tea", "1", "does nothing");
    }
  }
}
