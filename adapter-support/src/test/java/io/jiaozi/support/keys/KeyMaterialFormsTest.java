package io.jiaozi.support.keys;

import static io.jiaozi.support.testing.TestKeys.base64;
import static io.jiaozi.support.testing.TestKeys.pem;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.support.testing.TestKeys;
import java.io.ByteArrayInputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OutputEncryptor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class KeyMaterialFormsTest {
  private static final KeyPair RSA = TestKeys.rsa("merchant");
  private static final KeyPair SM2 = TestKeys.sm2("merchant");
  private static final byte[] PKCS8 = RSA.getPrivate().getEncoded();
  private static final byte[] PKCS1 = pkcs1Private();
  private static final byte[] SPKI = RSA.getPublic().getEncoded();
  private static final byte[] PKCS1_PUBLIC = pkcs1Public();

  @TempDir Path directory;

  private static byte[] pkcs1Private() {
    try {
      return PrivateKeyInfo.getInstance(PKCS8).parsePrivateKey().toASN1Primitive().getEncoded();
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static byte[] pkcs1Public() {
    try {
      return SubjectPublicKeyInfo.getInstance(SPKI).parsePublicKey().getEncoded();
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Map<String, String> texts(byte[] der, String label) {
    String pem = pem(label, der);
    Map<String, String> all = new LinkedHashMap<>();
    all.put("PEM", pem);
    all.put("PEM, Windows newlines", pem.replace("\n", "\r\n"));
    all.put("PEM, byte order mark", "\uFEFF" + pem);
    all.put("PEM, newlines written as backslash-n", pem.replace("\n", "\\n"));
    all.put("PEM, newlines written as backslash-r-backslash-n", pem.replace("\n", "\\r\\n"));
    all.put("PEM in double quotes", "\"" + pem.replace("\n", "\\n") + "\"");
    all.put("PEM in single quotes", "'" + pem + "'");
    all.put("PEM, newlines turned into spaces", pem.replace("\n", " "));
    all.put("PEM, indented", pem.replace("\n", "\n    "));
    all.put("PEM after other text", "Bag Attributes\n  friendlyName: a\n" + pem);
    all.put("bare base64", base64(der));
    all.put("bare base64 in lines", pem.replaceAll("-----[^-]+-----\n", ""));
    all.put("bare base64 without padding", base64(der).replace("=", ""));
    all.put("base64 of PEM", base64(pem.getBytes(StandardCharsets.UTF_8)));
    return all;
  }

  @TestFactory
  Stream<DynamicTest> everyText_inlineOrInFile_givesThePrivateKey() {
    return Stream.concat(
            texts(PKCS8, "PRIVATE KEY").entrySet().stream(),
            texts(PKCS1, "RSA PRIVATE KEY").entrySet().stream())
        .map(
            form ->
                DynamicTest.dynamicTest(
                    form.getKey(),
                    () -> {
                      Path file = Files.createTempFile(directory, "key", ".pem");
                      Files.writeString(file, form.getValue());
                      assertThat(KeyMaterial.of("private-key", form.getValue()).rsaPrivateKey())
                          .isEqualTo(RSA.getPrivate());
                      assertThat(KeyMaterial.of("private-key", file.toString()).rsaPrivateKey())
                          .isEqualTo(RSA.getPrivate());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyText_inlineOrInFile_givesThePublicKey() {
    return Stream.concat(
            texts(SPKI, "PUBLIC KEY").entrySet().stream(),
            texts(PKCS1_PUBLIC, "RSA PUBLIC KEY").entrySet().stream())
        .map(
            form ->
                DynamicTest.dynamicTest(
                    form.getKey(),
                    () -> {
                      Path file = Files.createTempFile(directory, "key", ".pem");
                      Files.writeString(file, form.getValue());
                      assertThat(KeyMaterial.of("public-key", form.getValue()).rsaPublicKey())
                          .isEqualTo(RSA.getPublic());
                      assertThat(KeyMaterial.of("public-key", file.toString()).rsaPublicKey())
                          .isEqualTo(RSA.getPublic());
                    }));
  }

  @Test
  void der_inFileOrAsBytes_isRead() throws Exception {
    Path file = Files.write(directory.resolve("key.der"), PKCS8);

    assertThat(KeyMaterial.of("k", file.toString()).rsaPrivateKey()).isEqualTo(RSA.getPrivate());
    assertThat(KeyMaterial.of("k", "file:" + file).rsaPrivateKey()).isEqualTo(RSA.getPrivate());
    assertThat(KeyMaterial.of("k", file.toUri().toString()).rsaPrivateKey())
        .isEqualTo(RSA.getPrivate());
    assertThat(KeyMaterial.inline("k", SPKI).rsaPublicKey()).isEqualTo(RSA.getPublic());
  }

  @Test
  void classpathResource_isRead() throws Exception {
    assertThat(KeyMaterial.of("k", "classpath:vectors/sm2-certificate.pem").certificate())
        .isNotNull();
    assertThat(KeyMaterial.of("k", "classpath:/vectors/sm2-certificate.pem").certificate())
        .isNotNull();
  }

  @Test
  void classpathResource_ofTheThreadsClassLoader_isRead() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {inMemory()}, before)) {
      thread.setContextClassLoader(loader);
      assertThat(KeyMaterial.of("k", "classpath:only-there.pem").rsaPublicKey())
          .isEqualTo(RSA.getPublic());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL inMemory() throws Exception {
    byte[] content = pem("PUBLIC KEY", SPKI).getBytes(StandardCharsets.US_ASCII);
    URLStreamHandler handler =
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
              @Override
              public void connect() {}

              @Override
              public ByteArrayInputStream getInputStream() {
                return new ByteArrayInputStream(content);
              }
            };
          }
        };
    return new URL("memory", "", -1, "/", handler);
  }

  @Test
  void keyBesideCertificate_isFoundByItsKind() {
    X509Certificate certificate = TestKeys.leaf("shop", RSA).selfSigned();
    String both = pem("CERTIFICATE", encoded(certificate)) + pem("PRIVATE KEY", PKCS8);

    assertThat(KeyMaterial.of("k", both).rsaPrivateKey()).isEqualTo(RSA.getPrivate());
    assertThat(KeyMaterial.of("k", both).certificate()).isEqualTo(certificate);
  }

  @Test
  void wrongLabel_isForgivenBecauseBytesDecide() {
    assertThat(KeyMaterial.of("k", pem("RSA PRIVATE KEY", PKCS8)).rsaPrivateKey())
        .isEqualTo(RSA.getPrivate());
    assertThat(KeyMaterial.of("k", pem("PUBLIC KEY", PKCS1_PUBLIC)).rsaPublicKey())
        .isEqualTo(RSA.getPublic());
  }

  @Test
  void sm2Keys_inTheirForms_areRead() throws Exception {
    byte[] pkcs8 = SM2.getPrivate().getEncoded();
    byte[] sec1 =
        PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey().toASN1Primitive().getEncoded();
    ECPrivateKey expected = (ECPrivateKey) SM2.getPrivate();
    String parameters = pem("EC PARAMETERS", new byte[] {6, 8, 42, -127, 28, -49, 85, 1, -126, 45});

    for (String text :
        List.of(
            base64(pkcs8),
            pem("PRIVATE KEY", pkcs8),
            base64(sec1),
            parameters + pem("EC PRIVATE KEY", sec1))) {
      assertThat(KeyMaterial.of("k", text).sm2PrivateKey().getS()).isEqualTo(expected.getS());
    }
    assertThat(KeyMaterial.of("k", base64(SM2.getPublic().getEncoded())).sm2PublicKey().getW())
        .isEqualTo(((ECPublicKey) SM2.getPublic()).getW());
  }

  @TestFactory
  Stream<DynamicTest> encryptedPrivateKey_withPassword_isOpened() {
    return Stream.of(
            PKCS8Generator.AES_128_CBC,
            PKCS8Generator.AES_256_CBC,
            PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC)
        .map(
            scheme ->
                DynamicTest.dynamicTest(
                    scheme.getId(),
                    () ->
                        assertThat(
                                KeyMaterial.of("k", pem("ENCRYPTED PRIVATE KEY", encrypted(scheme)))
                                    .withPassword("correct horse")
                                    .rsaPrivateKey())
                            .isEqualTo(RSA.getPrivate())));
  }

  static byte[] encrypted(ASN1ObjectIdentifier scheme) throws Exception {
    OutputEncryptor encryptor =
        new JceOpenSSLPKCS8EncryptorBuilder(scheme)
            .setProvider(TestKeys.BC)
            .setPassword("correct horse".toCharArray())
            .build();
    return new JcaPKCS8Generator(RSA.getPrivate(), encryptor).generate().getContent();
  }

  @Test
  void pkcs12_inFileOrBase64_givesKeyAndChain() throws Exception {
    TestKeys.Spec root = TestKeys.authority("root", TestKeys.rsa("root"));
    X509Certificate leaf = TestKeys.leaf("shop", RSA).issuedBy(root);
    byte[] bytes =
        TestKeys.pkcs12(
            "000000", new TestKeys.Entry("a", RSA.getPrivate(), leaf, root.selfSigned()));
    Path file = Files.write(directory.resolve("sign.pfx"), bytes);

    for (String value : List.of(file.toString(), base64(bytes))) {
      KeyAndCertificates read = KeyMaterial.of("k", value).withPassword("000000").keyStore();
      assertThat(read.privateKey()).isEqualTo(RSA.getPrivate());
      assertThat(read.certificate()).isEqualTo(leaf);
      assertThat(read.chain()).containsExactly(root.selfSigned());
    }
  }

  @Test
  void certificates_bundleAndSeveralFiles_keepTheirOrder() throws Exception {
    X509Certificate one = TestKeys.leaf("one", RSA).selfSigned();
    X509Certificate two = TestKeys.leaf("two", RSA).selfSigned();
    X509Certificate three = TestKeys.leaf("three", RSA).selfSigned();
    Path bundle = directory.resolve("bundle.pem");
    Files.writeString(bundle, pem("CERTIFICATE", encoded(one)) + pem("CERTIFICATE", encoded(two)));
    Path binary = Files.write(directory.resolve("three.cer"), encoded(three));

    assertThat(KeyMaterial.of("k", bundle + ", " + binary + ",").certificates())
        .containsExactly(one, two, three);
  }

  @Test
  void sm2CertificateInBundle_doesNotSpoilItsNeighbours() {
    X509Certificate sm2 = TestKeys.leaf("sm2 root", SM2).selfSigned();
    X509Certificate rsa = TestKeys.leaf("rsa root", RSA).selfSigned();
    String bundle = pem("CERTIFICATE", encoded(sm2)) + pem("CERTIFICATE", encoded(rsa));

    List<X509Certificate> read = KeyMaterial.of("k", bundle).certificates();

    assertThat(read).hasSize(2);
    assertThat(read.get(0).getPublicKey()).isEqualTo(SM2.getPublic());
    assertThat(read.get(1).getPublicKey()).isEqualTo(RSA.getPublic());
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }
}
