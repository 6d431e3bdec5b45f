package io.jiaozi.support.http;

import java.io.IOException;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes issuers and servers' certificates for one test run. */
final class Certificates {

  private static final char[] PASSWORD = "made-for-one-test".toCharArray();

  /** An issuer, or a server with what it presents. */
  record Identity(KeyPair keys, X509Certificate certificate) {}

  private Certificates() {}

  static Identity issuer(String name) {
    try {
      KeyPair keys = keys();
      JcaX509v3CertificateBuilder builder =
          builder(new X500Name("CN=" + name), name, keys, Duration.ofDays(1));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      return new Identity(keys, signed(builder, keys));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A server for one IP address, valid until some time from now, which may be past. */
  static Identity server(Identity issuer, String address, Duration untilEnd) {
    try {
      KeyPair keys = keys();
      X500Name by = new X500Name(issuer.certificate().getSubjectX500Principal().getName());
      JcaX509v3CertificateBuilder builder = builder(by, "server", keys, untilEnd);
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
      return new Identity(keys, signed(builder, issuer.keys()));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyStore trusting(Identity issuer) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("issuer", issuer.certificate());
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A listening socket on 127.0.0.1 that speaks HTTP/2 before HTTP/1.1, if it is asked. */
  static ServerSocket listen(Identity server) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", server.keys().getPrivate(), PASSWORD, new Certificate[] {server.certificate()});
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      SSLServerSocket socket =
          (SSLServerSocket)
              context.getServerSocketFactory().createServerSocket(0, 10, FakeServer.loopback(1));
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      socket.setSSLParameters(parameters);
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name by, String name, KeyPair keys, Duration untilEnd) {
    Instant end = Instant.now().plus(untilEnd);
    return new JcaX509v3CertificateBuilder(
        by,
        BigInteger.valueOf(System.nanoTime()),
        Date.from(end.minus(Duration.ofDays(30))),
        Date.from(end),
        new X500Name("CN=" + name),
        keys.getPublic());
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair keys)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }
}
