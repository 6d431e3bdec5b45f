package io.jiaozi.interop.paypal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Keys and certificates made for this run by the JDK's {@code keytool}, in a file that is removed
 * on closing. Not thread-safe.
 */
final class Authority implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final Path store;
  private KeyStore keys;

  Authority(Path folder) {
    store = folder.resolve("judge.p12");
  }

  /** A root, or one between: by an authority made before. */
  void authority(String alias, String signer) throws IOException {
    make(alias, "CN=Judge " + alias, signer, -1, 30, "bc:critical=ca:true");
  }

  /** A leaf with a DNS name. */
  void leaf(String alias, String name, String signer) throws IOException {
    leaf(alias, name, signer, -1, 30);
  }

  /** A leaf that began some days from now and lives for some days. */
  void leaf(String alias, String name, String signer, int start, int days) throws IOException {
    make(alias, "CN=" + name + ",O=Judge of PayPal", signer, start, days, "san=dns:" + name);
  }

  private void make(
      String alias, String subject, String signer, int start, int days, String extension)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-sigalg",
                "SHA256withRSA",
                "-dname",
                subject,
                "-startdate",
                start + "d",
                "-validity",
                Integer.toString(days),
                "-ext",
                extension,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    if (!signer.equals(alias)) {
      command.addAll(List.of("-signer", signer));
    }
    keys = null;
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IOException("keytool made no key: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while keytool made a key.", e);
    }
  }

  /** Read once after the last change: opening the file is slow on purpose. */
  private KeyStore keys() throws IOException, GeneralSecurityException {
    if (keys == null) {
      keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
    }
    return keys;
  }

  PrivateKey key(String alias) throws IOException, GeneralSecurityException {
    return (PrivateKey) keys().getKey(alias, PASSWORD.toCharArray());
  }

  /** Certificates as PEM, in the order given. */
  String pem(String... aliases) throws IOException, GeneralSecurityException {
    StringBuilder all = new StringBuilder();
    for (String alias : aliases) {
      Certificate certificate = keys().getCertificate(alias);
      all.append("-----BEGIN CERTIFICATE-----\n")
          .append(
              Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return all.toString();
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(store);
  }
}
