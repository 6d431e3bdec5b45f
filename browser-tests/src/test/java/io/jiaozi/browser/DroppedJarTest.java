package io.jiaozi.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The adapter of a channel that the shop has never heard of lies in a folder, its account is
 * configured, and the shop's runnable jar is started: the checkout offers it.
 */
@ExtendWith(Town.Resolver.class)
class DroppedJarTest {

  private static final int PATIENCE_SECONDS = 90;

  @TempDir private Path folder;

  @Test
  void anAdapterInAFolder_isOfferedAtCheckout_withoutALineOfCode(Town town) throws Exception {
    Path adapters = Files.createDirectory(folder.resolve("adapters"));
    Path jar = Path.of(System.getProperty("adapter.jar"));
    Files.copy(jar, adapters.resolve(jar.getFileName()));
    int port = Town.freePort();
    Process shop = start(adapters, port);
    try {
      requireStarted(shop);
      Buyer buyer = new Buyer(town, URI.create("http://127.0.0.1:" + port));
      buyer.arrive();
      buyer.order();

      assertThat(buyer.shows(buyer.way("counting-house:QR_CODE"))).isTrue();
      assertThat(buyer.shows(buyer.way("counting-house:WEB_PAGE"))).isTrue();
      assertThat(buyer.shows(buyer.way("wechat:QR_CODE"))).as("no account, no way").isFalse();
      buyer.picture("dropped-adapter");
    } finally {
      shop.destroy();
      if (!shop.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        shop.destroyForcibly();
      }
    }
  }

  private Process start(Path adapters, int port) throws Exception {
    Path accounts = folder.resolve("accounts.properties");
    KeyPair merchant = pair();
    Path own = pem("merchant.pem", "PRIVATE KEY", merchant.getPrivate().getEncoded());
    Path theirs = pem("channel.pem", "PUBLIC KEY", pair().getPublic().getEncoded());
    Files.write(
        accounts,
        List.of(
            "jiaozi.accounts.counting-house.channel=abacus",
            "jiaozi.accounts.counting-house.merchant-id=AB12345678",
            "jiaozi.accounts.counting-house.key-id=K1",
            "jiaozi.accounts.counting-house.private-key=" + own,
            "jiaozi.accounts.counting-house.channel-key=" + theirs));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dloader.path=" + adapters,
            "-jar",
            System.getProperty("storefront.jar"),
            "--server.port=" + port,
            "--spring.profiles.active=production",
            "--spring.datasource.url=jdbc:h2:mem:dropped;DB_CLOSE_DELAY=-1",
            "--spring.config.import=file:" + accounts)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .start();
  }

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private Path pem(String name, String what, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {10}).encodeToString(der);
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }

  /** Reads on in the background, so that the shop never waits for a reader. */
  private static void requireStarted(Process shop) throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(shop.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      if (line.contains("Started Storefront")) {
        Thread rest = new Thread(() -> lines.lines().forEach(more -> {}), "shop-output");
        rest.setDaemon(true);
        rest.start();
        return;
      }
    }
    throw new AssertionError("The shop did not start:\n" + said);
  }
}
