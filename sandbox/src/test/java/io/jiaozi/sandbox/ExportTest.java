package io.jiaozi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jiaozi.sandbox.channel.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class ExportTest {
  @TempDir Path parent;
  private Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void start() {
    folder = parent.resolve("导出 files");
    sandbox = Sandbox.builder().export(folder).start();
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private ObjectNode wechat() throws IOException {
    ObjectNode credentials =
        Json.parseObject(Files.readAllBytes(folder.resolve("credentials.json")));
    assertThat(credentials).isNotNull();
    return (ObjectNode) credentials.path("channels").path("wechat");
  }

  @Test
  void properties_areTheSettings() throws Exception {
    Properties properties = new Properties();
    try (InputStream file = Files.newInputStream(folder.resolve("jiaozi.properties"))) {
      properties.load(file);
    }

    assertThat(properties).isEqualTo(asProperties(sandbox.settings()));
    assertThat(sandbox.settings().keySet())
        .filteredOn(name -> name.startsWith("jiaozi.accounts.wechat."))
        .containsExactlyInAnyOrder(
            "jiaozi.accounts.wechat.channel",
            "jiaozi.accounts.wechat.base-url",
            "jiaozi.accounts.wechat.merchant-id",
            "jiaozi.accounts.wechat.app-id",
            "jiaozi.accounts.wechat.more-app-ids",
            "jiaozi.accounts.wechat.api-v3-key",
            "jiaozi.accounts.wechat.private-key",
            "jiaozi.accounts.wechat.certificate-serial",
            "jiaozi.accounts.wechat.platform-certificates",
            "jiaozi.accounts.wechat.public-key",
            "jiaozi.accounts.wechat.public-key-id",
            "jiaozi.accounts.wechat.notification-url");
  }

  private static Properties asProperties(Map<String, String> settings) {
    Properties properties = new Properties();
    properties.putAll(settings);
    return properties;
  }

  @Test
  void settings_nameAbsoluteFilesThatExist() {
    for (String name : new String[] {"private-key", "platform-certificates", "public-key"}) {
      Path file = Path.of(sandbox.settings().get("jiaozi.accounts.wechat." + name));
      assertThat(file).isAbsolute().exists();
    }
  }

  @Test
  void credentials_haveTheFormsOfTheChannel() throws Exception {
    ObjectNode wechat = wechat();

    assertThat(wechat.path("mchid").asString()).matches("[0-9]{10}");
    assertThat(wechat.path("appid").asString()).matches("wx[0-9a-f]{16}");
    assertThat(wechat.path("moreAppIds").get(0).asString()).matches("wx[0-9a-f]{16}");
    assertThat(wechat.path("subMchid").asString()).matches("[0-9]{10}");
    assertThat(wechat.path("subAppid").asString()).matches("wx[0-9a-f]{16}");
    assertThat(wechat.path("apiV3Key").asString()).hasSize(32);
    assertThat(wechat.path("merchantSerial").asString()).matches("[0-9A-F]{40}");
    assertThat(wechat.path("publicKeyId").asString()).matches("PUB_KEY_ID_[0-9]+");
    assertThat(wechat.path("baseUrl").asString()).isEqualTo(sandbox.address().toString());
    for (String name :
        new String[] {
          "merchantPrivateKeyFile",
          "merchantCertificateFile",
          "platformCertificateFile",
          "publicKeyFile"
        }) {
      Path file = Path.of(wechat.path(name).asString());
      assertThat(file.isAbsolute()).isFalse();
      assertThat(folder.resolve(file)).exists();
    }
  }

  @Test
  void files_areTheOwnersOnly() throws Exception {
    assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .endsWith("------"));
    }
  }

  @Test
  void export_again_replacesTheFiles() throws Exception {
    String before = wechat().path("mchid").asString();
    try (Sandbox second = Sandbox.builder().export(folder).start()) {
      assertThat(wechat().path("mchid").asString())
          .isNotEqualTo(before)
          .isEqualTo(second.wechat().credentials().merchantId());
    }
  }

  /** An independent reader: the key, the certificate and the public key belong together. */
  @Test
  void pemFiles_areReadByOpenssl() throws Exception {
    assumeThat(isInstalled("openssl")).isTrue();

    String ofKey = run("openssl", "pkey", "-in", path("merchantPrivateKeyFile"), "-pubout");
    String ofCertificate =
        run("openssl", "x509", "-in", path("merchantCertificateFile"), "-noout", "-pubkey");
    String serial =
        run("openssl", "x509", "-in", path("merchantCertificateFile"), "-noout", "-serial");
    String publicKey = run("openssl", "pkey", "-pubin", "-in", path("publicKeyFile"), "-pubout");

    assertThat(ofKey).startsWith("-----BEGIN PUBLIC KEY-----").isEqualTo(ofCertificate);
    assertThat(serial.strip()).isEqualTo("serial=" + wechat().path("merchantSerial").asString());
    assertThat(publicKey).isEqualTo(Files.readString(Path.of(path("publicKeyFile"))));
  }

  private String path(String name) throws IOException {
    return folder.resolve(wechat().path(name).asString()).toString();
  }

  private static boolean isInstalled(String program) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(program, "version").redirectErrorStream(true).start();
      process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
