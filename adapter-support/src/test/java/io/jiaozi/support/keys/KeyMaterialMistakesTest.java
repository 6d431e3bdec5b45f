package io.jiaozi.support.keys;

import static io.jiaozi.support.testing.TestKeys.base64;
import static io.jiaozi.support.testing.TestKeys.pem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jiaozi.support.testing.TestKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One mistake people make, one sentence they get. Every sentence is compared whole. */
class KeyMaterialMistakesTest {
  private static final String PRIVATE_ADVICE =
      " Give the file that starts with BEGIN PRIVATE KEY or BEGIN RSA PRIVATE KEY.";
  private static final String PUBLIC_ADVICE =
      " Give the file that starts with BEGIN PUBLIC KEY, or its base64 text.";
  private static final String CERTIFICATE_ADVICE =
      " Give the file that starts with BEGIN CERTIFICATE.";
  private static final String NEW_KEY_ADVICE =
      " Use a key made by the channel's own tool, of 2048 bits, and register it with the channel.";
  private static final KeyPair RSA = TestKeys.rsa("merchant");
  private static final String PRIVATE = pem("PRIVATE KEY", RSA.getPrivate().getEncoded());
  private static final String PUBLIC = pem("PUBLIC KEY", RSA.getPublic().getEncoded());
  private static final X509Certificate CERTIFICATE = TestKeys.leaf("shop", RSA).selfSigned();

  @TempDir Path directory;

  private static void privateKey(String value, String sentence) {
    mistake(value, KeyMaterial::rsaPrivateKey, sentence);
  }

  private static void publicKey(String value, String sentence) {
    mistake(value, KeyMaterial::rsaPublicKey, sentence);
  }

  private static void certificate(String value, String sentence) {
    mistake(value, KeyMaterial::certificate, sentence);
  }

  private static void keyStore(String value, String password, String sentence) {
    mistake(value, material -> material.withPassword(password).keyStore(), sentence);
  }

  private static void mistake(String value, Function<KeyMaterial, Object> read, String sentence) {
    Throwable thrown = catchThrowable(() -> read.apply(KeyMaterial.of("the-key", value)));
    assertThat(thrown).isInstanceOf(KeyMaterialException.class).hasMessage(sentence).hasNoCause();
    assertThat(((KeyMaterialException) thrown).setting()).isEqualTo("the-key");
  }

  private static String pemOf(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  private Path file(String name, byte[] content) throws Exception {
    return Files.write(directory.resolve(name), content);
  }

  // ---- where it is looked for ----

  @Test
  void setting_empty() {
    privateKey(
        "  ",
        "the-key: the setting is empty. Give the path of a file, classpath: and a resource, or the"
            + " text of the key itself.");
  }

  @Test
  void file_missing() {
    Path path = directory.resolve("apiclient_key.pem");
    privateKey(
        path.toString(),
        "the-key (file "
            + path
            + "): the file does not exist. Check the path; a relative one starts in the directory"
            + " the program was started from.");
  }

  @Test
  void file_missingRelative() {
    privateKey(
        "keys/apiclient_key.pem",
        "the-key (file keys/apiclient_key.pem): the file does not exist. Check the path; a relative"
            + " one starts in the directory the program was started from.");
  }

  @Test
  void file_empty() throws Exception {
    Path path = file("key.pem", new byte[0]);
    privateKey(
        path.toString(),
        "the-key (file "
            + path
            + "): there is nothing in it, it has 0 bytes. Download or copy it again.");
  }

  @Test
  void file_blank() throws Exception {
    Path path = file("key.pem", "\r\n \n".getBytes(StandardCharsets.US_ASCII));
    privateKey(
        path.toString(),
        "the-key (file "
            + path
            + "): there is nothing in it but blanks. Download or copy it again.");
  }

  @Test
  void file_isDirectory() {
    privateKey(
        directory.toString(),
        "the-key (file "
            + directory
            + "): this is a directory, not a file. Name the file inside it.");
  }

  @Test
  void file_notReadable() throws Exception {
    Path path = file("key.pem", PRIVATE.getBytes(StandardCharsets.US_ASCII));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
    assumeTrue(!Files.isReadable(path), "this user may read everything");
    privateKey(
        path.toString(),
        "the-key (file "
            + path
            + "): the file exists, but this program may not read it. Give the user the program runs"
            + " as the right to read it.");
  }

  @Test
  void file_tooLarge() throws Exception {
    Path path = file("dump.pem", new byte[(1 << 20) + 1]);
    privateKey(
        path.toString(),
        "the-key (file "
            + path
            + "): it is larger than 1 MiB, so it cannot be a key or certificate. Check the path.");
  }

  @Test
  void resource_missing() {
    privateKey(
        "classpath:keys/none.pem",
        "the-key (classpath:keys/none.pem): there is no such resource on the class path. Check the"
            + " name; it starts at the root of the jar, for instance classpath:keys/a.pem.");
  }

  @Test
  void value_neitherPathNorKey_isNotShown() {
    privateKey(
        "a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb",
        "the-key: the value (32 characters) is neither the path of a file that exists nor the text"
            + " of a key or certificate. Give the path of a file, classpath: and a resource, or the"
            + " whole text from BEGIN to END.");
  }

  @Test
  void value_impossiblePath_isNotShown() {
    privateKey(
        "secret\0secret",
        "the-key: the value (13 characters) is neither the path of a file that exists nor the text"
            + " of a key or certificate. Give the path of a file, classpath: and a resource, or the"
            + " whole text from BEGIN to END.");
  }

  @Test
  void value_severalFilesWhereOneIsAsked() {
    privateKey("a.pem,b.pem", "the-key: this names 2 files, but one is asked for. Name one.");
  }

  // ---- the wrong thing ----

  @Test
  void publicKey_whereThePrivateIsAsked() {
    privateKey(PUBLIC, "the-key: this is a public key, not a private key." + PRIVATE_ADVICE);
  }

  @Test
  void privateKey_whereThePublicIsAsked() {
    publicKey(PRIVATE, "the-key: this is a private key, not a public key." + PUBLIC_ADVICE);
  }

  @Test
  void privateKey_bareBase64_whereThePublicIsAsked() {
    publicKey(
        base64(RSA.getPrivate().getEncoded()),
        "the-key: this is a private key, not a public key." + PUBLIC_ADVICE);
  }

  @Test
  void certificate_whereThePrivateKeyIsAsked() throws Exception {
    Path path = file("apiclient_cert.pem", pemOf(CERTIFICATE).getBytes(StandardCharsets.US_ASCII));
    privateKey(
        path.toString(),
        "the-key (file " + path + "): this is a certificate, not a private key." + PRIVATE_ADVICE);
  }

  @Test
  void certificate_whereThePrivateKeyIsAsked_withTheChannelsOwnAdvice() {
    mistake(
        pemOf(CERTIFICATE),
        material ->
            material
                .withAdvice("Give the file apiclient_key.pem, which starts with BEGIN PRIVATE KEY.")
                .rsaPrivateKey(),
        "the-key: this is a certificate, not a private key. Give the file apiclient_key.pem, which"
            + " starts with BEGIN PRIVATE KEY.");
  }

  @Test
  void certificate_whereThePublicKeyIsAsked() {
    publicKey(
        pemOf(CERTIFICATE), "the-key: this is a certificate, not a public key." + PUBLIC_ADVICE);
  }

  @Test
  void publicKey_whereTheCertificateIsAsked() {
    certificate(PUBLIC, "the-key: this is a public key, not a certificate." + CERTIFICATE_ADVICE);
  }

  @Test
  void privateKey_amongCertificates() {
    mistake(
        PRIVATE,
        KeyMaterial::certificates,
        "the-key: this is a private key, not a certificate." + CERTIFICATE_ADVICE);
  }

  @Test
  void signingRequest_whereTheCertificateIsAsked() throws Exception {
    byte[] request =
        new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=shop"), RSA.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withRSA").build(RSA.getPrivate()))
            .getEncoded();
    certificate(
        pem("CERTIFICATE REQUEST", request),
        "the-key: this is a certificate signing request, not a certificate. A signing request is"
            + " what one sends to get a certificate; give what was sent back."
            + CERTIFICATE_ADVICE);
  }

  @Test
  void openSshPrivateKey() {
    privateKey(
        pem("OPENSSH PRIVATE KEY", "openssh-key-v1\0none".getBytes(StandardCharsets.US_ASCII)),
        "the-key: this is an OpenSSH private key, not a private key. OpenSSH's form is for logging"
            + " in; channels use PEM."
            + PRIVATE_ADVICE);
  }

  @Test
  void openSshPublicKey() {
    publicKey(
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ shop@host",
        "the-key: this is an OpenSSH public key, not a public key. OpenSSH's form is for logging"
            + " in; channels use PEM."
            + PUBLIC_ADVICE);
  }

  @Test
  void puttyKey() {
    privateKey(
        "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n",
        "the-key: this is a PuTTY key. Give the key file the channel or its key tool made.");
  }

  @Test
  void webPage_savedAsFile() throws Exception {
    Path path =
        file(
            "cert.pem",
            "\uFEFF<!DOCTYPE html>\n<html><body>Log in</body></html>"
                .getBytes(StandardCharsets.UTF_8));
    certificate(
        path.toString(),
        "the-key (file "
            + path
            + "): this is a web page (HTML or XML), not a key or certificate. The download was"
            + " probably answered with a login or error page; download it again.");
  }

  @Test
  void json_savedAsFile() {
    certificate(
        "{\n \"data\": []}",
        "the-key: this is JSON, not a key or certificate. Give the key alone, as PEM or base64"
            + " text.");
  }

  @Test
  void utf16File() throws Exception {
    Path path = file("key.pem", ("\uFEFF" + PRIVATE).getBytes(StandardCharsets.UTF_16LE));
    privateKey(
        path.toString(),
        "the-key (file "
            + path
            + "): the text is saved as UTF-16 (\"Unicode\"). Save it as plain text (ASCII or"
            + " UTF-8).");
  }

  @Test
  void utf16File_withoutMark() throws Exception {
    Path path = file("key.pem", PRIVATE.getBytes(StandardCharsets.UTF_16BE));
    privateKey(
        path.toString(),
        "the-key (file "
            + path
            + "): the text is saved as UTF-16 (\"Unicode\"). Save it as plain text (ASCII or"
            + " UTF-8).");
  }

  @Test
  void binaryFileOfAnotherKind() throws Exception {
    Path path = file("key.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n'});
    privateKey(
        path.toString(),
        "the-key (file "
            + path
            + "): this is neither text nor a binary key or certificate (DER). Check that it is the"
            + " right file. Download or copy it again.");
  }

  @Test
  void derOfAnotherKind() throws Exception {
    privateKey(
        base64(new DERSequence(new DERUTF8String("a".repeat(90))).getEncoded()),
        "the-key: this is not a key, certificate or key store of any known form." + PRIVATE_ADVICE);
  }

  @Test
  void javaKeyStore() throws Exception {
    Path path =
        file("shop.jks", new byte[] {(byte) 0xFE, (byte) 0xED, (byte) 0xFE, (byte) 0xED, 0});
    keyStore(
        path.toString(),
        "x",
        "the-key (file "
            + path
            + "): this is a Java key store (JKS), not a PKCS#12 key store. Convert it: keytool"
            + " -importkeystore -srckeystore a.jks -destkeystore a.p12 -deststoretype PKCS12.");
  }

  @Test
  void pkcs7Bundle() throws Exception {
    byte[] bundle =
        new org.bouncycastle.cms.CMSSignedDataGenerator()
            .generate(new org.bouncycastle.cms.CMSAbsentContent())
            .getEncoded("DER");
    certificate(
        pem("PKCS7", bundle),
        "the-key: this is a PKCS#7 bundle, not a certificate. Take the certificates out of it:"
            + " openssl pkcs7 -print_certs -in a.p7b -out a.pem.");
  }

  // ---- damage ----

  @Test
  void base64_cutOff() {
    String text = base64(RSA.getPrivate().getEncoded());
    privateKey(
        text.substring(0, 400),
        "the-key: the base64 text is cut off: it announces "
            + RSA.getPrivate().getEncoded().length
            + " bytes, but only 300 are there. Copy it again, from the first to the last"
            + " character.");
  }

  @Test
  void base64_cutOffInTheMiddleOfAGroup() {
    privateKey(
        base64(RSA.getPrivate().getEncoded()).substring(0, 401),
        "the-key: the text is not whole base64: characters are missing. Copy it again, from the"
            + " first to the last character.");
  }

  @Test
  void base64_trailingRubbish() {
    byte[] more = java.util.Arrays.copyOf(RSA.getPublic().getEncoded(), 300);
    publicKey(
        base64(more),
        "the-key: the base64 text has 6 bytes too many at its end. Copy it again, and nothing else"
            + " with it.");
  }

  @Test
  void base64_foreignCharacter() {
    privateKey(
        PRIVATE.replaceFirst("\nMII", "\nMII*"),
        "the-key: the PRIVATE KEY block contains a character that is not base64, after 3 characters"
            + " that are. Nothing but the key or certificate belongs here; copy it again.");
  }

  @Test
  void base64_urlSafe() {
    String text = "MIIB_" + "-".repeat(2) + "A".repeat(93);
    privateKey(
        text + "\n" + text,
        "the-key: the text is written in the URL-safe kind of base64 (with - and _). Give standard"
            + " base64, which has + and / in their place.");
  }

  @Test
  void base64_plusSignsTurnedIntoSpaces() {
    String damaged = base64(RSA.getPrivate().getEncoded());
    for (int lost = 1; lost <= 8; lost++) {
      damaged = damaged.substring(0, 100 * lost) + " " + damaged.substring(100 * lost + 1);
      privateKey(
          "-----BEGIN PRIVATE KEY-----\n" + damaged + "\n-----END PRIVATE KEY-----",
          "the-key: the PRIVATE KEY block has spaces inside its lines and characters are missing."
              + " Every + was probably turned into a space by a form or a URL; copy it again.");
    }
  }

  @Test
  void pem_withoutEnd() {
    privateKey(
        PRIVATE.substring(0, 700),
        "the-key: there is a BEGIN PRIVATE KEY line, but no END line: the text is cut off. Copy it"
            + " again, from the BEGIN to the END line.");
  }

  @Test
  void pem_withoutBegin() {
    privateKey(
        PRIVATE.substring(PRIVATE.indexOf('\n') + 1),
        "the-key: the BEGIN line is missing or damaged. It must be five hyphens, BEGIN, the kind,"
            + " and five hyphens again. Download or copy it again.");
  }

  @Test
  void pem_beginLineDamaged() {
    privateKey(
        PRIVATE
            .replace("-----BEGIN PRIVATE KEY-----", "----BEGIN PRIVATE KEY----")
            .replace("-----END PRIVATE KEY-----", "----END PRIVATE KEY----"),
        "the-key: the BEGIN line is damaged. It must be five hyphens, BEGIN, the kind, and five"
            + " hyphens again. Download or copy it again.");
  }

  @Test
  void pem_beginAndEndDisagree() {
    privateKey(
        PRIVATE.replace("-----END PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----"),
        "the-key: the block that begins as PRIVATE KEY does not end as PRIVATE KEY. Copy it again,"
            + " each block from its BEGIN to its END line.");
  }

  @Test
  void pem_emptyBlock() {
    privateKey(
        "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
        "the-key: the PRIVATE KEY block has no content. Download or copy it again.");
  }

  @Test
  void pem_labelWithOtherContent() {
    privateKey(
        pem("PRIVATE KEY", "these are just some words".getBytes(StandardCharsets.US_ASCII)),
        "the-key: the PRIVATE KEY block does not hold what its label says. Download or copy it"
            + " again.");
  }

  @Test
  void severalPrivateKeys() {
    privateKey(
        PRIVATE + pem("PRIVATE KEY", TestKeys.rsa("other").getPrivate().getEncoded()),
        "the-key: there are 2 keys in it, and which one to use is not for us to guess. Leave the"
            + " right one alone in it.");
  }

  @Test
  void contentInsideDamaged() throws Exception {
    PrivateKeyInfo good = PrivateKeyInfo.getInstance(RSA.getPrivate().getEncoded());
    PrivateKeyInfo bad =
        new PrivateKeyInfo(good.getPrivateKeyAlgorithm(), new DERSequence(new ASN1Integer(1)));
    privateKey(
        pem("PRIVATE KEY", bad.getEncoded()),
        "the-key: this is a private key, but its content is damaged. Download or make it again.");
  }

  @Test
  void certificateDamaged() throws Exception {
    DERTaggedObject version = new DERTaggedObject(0, new ASN1Integer(2));
    ASN1Integer number = new ASN1Integer(1);
    byte[] der =
        sequence(sequence(version, number, number), sequence(number), new DERBitString(new byte[9]))
            .getEncoded();
    certificate(
        pem("CERTIFICATE", der),
        "the-key: this is a certificate, but its content is damaged. Download it again.");
  }

  @Test
  void privateKey_numbersDoNotFitTogether() throws Exception {
    RSAPrivateKey good =
        RSAPrivateKey.getInstance(
            PrivateKeyInfo.getInstance(RSA.getPrivate().getEncoded()).parsePrivateKey());
    RSAPrivateKey bad =
        new RSAPrivateKey(
            good.getModulus(),
            good.getPublicExponent(),
            good.getPrivateExponent(),
            good.getPrime1(),
            good.getPrime2(),
            good.getExponent1(),
            good.getExponent2().flipBit(3),
            good.getCoefficient());
    privateKey(
        pem("RSA PRIVATE KEY", bad.getEncoded()),
        "the-key: the numbers in this RSA private key do not fit together, so it is damaged."
            + " Download or make it again.");
  }

  // ---- passwords ----

  @Test
  void encryptedKey_withoutPassword() throws Exception {
    privateKey(
        pem("ENCRYPTED PRIVATE KEY", KeyMaterialFormsTest.encrypted(PKCS8Generator.AES_256_CBC)),
        "the-key: this private key is encrypted with a password, and none is given. Give the"
            + " password, or take it off: openssl pkcs8 -in old.pem -out new.pem.");
  }

  @Test
  void encryptedKey_wrongPassword() throws Exception {
    String value =
        pem(
            "ENCRYPTED PRIVATE KEY",
            KeyMaterialFormsTest.encrypted(PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC));
    mistake(
        value,
        material -> material.withPassword("wrong donkey").rsaPrivateKey(),
        "the-key: the password does not open this encrypted private key. Check the password; upper"
            + " and lower case matter, and so do blanks at its ends.");
  }

  @Test
  void encryptedKey_oldOpensslWay() {
    privateKey(
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"
            + base64(new byte[96])
            + "\n-----END RSA PRIVATE KEY-----\n",
        "the-key: this private key is encrypted in OpenSSL's old way (Proc-Type: 4,ENCRYPTED), which"
            + " has no safe standard. Convert it: openssl pkcs8 -topk8 -in old.pem -out new.pem, and"
            + " give the password of the new file.");
  }

  @Test
  void keyStore_wrongPassword() {
    keyStore(
        base64(store(new TestKeys.Entry("a", RSA.getPrivate(), CERTIFICATE))),
        "111111",
        "the-key: the password does not open this PKCS#12 key store. Check the password; upper and"
            + " lower case matter, and so do blanks at its ends.");
  }

  @Test
  void keyStore_withoutPassword() {
    keyStore(
        base64(store(new TestKeys.Entry("a", RSA.getPrivate(), CERTIFICATE))),
        null,
        "the-key: this PKCS#12 key store needs its password, and none is given. Give the password.");
  }

  @Test
  void keyStore_severalKeys() {
    keyStore(
        base64(
            store(
                new TestKeys.Entry("a", RSA.getPrivate(), CERTIFICATE),
                new TestKeys.Entry("b", RSA.getPrivate(), CERTIFICATE))),
        "000000",
        "the-key: this PKCS#12 key store holds 2 private keys, and which one to use is not for us to"
            + " guess. Export the right one alone into a file of its own.");
  }

  @Test
  void keyStore_onlyCertificates() {
    keyStore(
        base64(store(new TestKeys.Entry("a", null, CERTIFICATE))),
        "000000",
        "the-key: this PKCS#12 key store holds no private key, only certificates (1). Export it"
            + " again together with the private key.");
  }

  @Test
  void keyStore_ellipticCurveKey() {
    KeyPair pair = TestKeys.p256();
    X509Certificate certificate =
        TestKeys.leaf("ec", pair).algorithm("SHA256withECDSA").selfSigned();
    keyStore(
        base64(store(new TestKeys.Entry("a", pair.getPrivate(), certificate))),
        "000000",
        "the-key: this PKCS#12 key store holds an EC key, but an RSA key is asked for. Export the"
            + " RSA key.");
  }

  @Test
  void keyStore_keyOfAnotherCertificate() {
    keyStore(
        base64(store(new TestKeys.Entry("a", TestKeys.rsa("other").getPrivate(), CERTIFICATE))),
        "000000",
        "the-key: this private key does not belong to the certificate with serial number"
            + " 5F1C72E2A8931B72. Give the key and the certificate that were issued together.");
  }

  @Test
  void keyStore_damaged() throws Exception {
    DEROctetString content =
        new DEROctetString(
            "nothing anybody could read".repeat(3).getBytes(StandardCharsets.US_ASCII));
    byte[] bytes =
        sequence(
                new ASN1Integer(3),
                sequence(PKCSObjectIdentifiers.data, new DERTaggedObject(0, content)))
            .getEncoded();
    keyStore(
        base64(bytes),
        "000000",
        "the-key: this is a PKCS#12 key store, but its content is damaged or of a kind that cannot be"
            + " read. Export it again.");
  }

  @Test
  void pemKey_whereTheKeyStoreIsAsked() {
    keyStore(
        PRIVATE,
        "000000",
        "the-key: this is a private key, not a PKCS#12 key store. Give the .pfx or .p12 file.");
  }

  @Test
  void keyStore_whereThePrivateKeyIsAsked() {
    privateKey(
        base64(store(new TestKeys.Entry("a", RSA.getPrivate(), CERTIFICATE))),
        "the-key: this is a PKCS#12 key store, not a private key. A key store has settings of its"
            + " own, or can be unpacked with openssl pkcs12."
            + PRIVATE_ADVICE);
  }

  private static DERSequence sequence(ASN1Encodable... parts) {
    return new DERSequence(parts);
  }

  private static byte[] store(TestKeys.Entry... entries) {
    return TestKeys.pkcs12("000000", entries);
  }

  // ---- the wrong strength or algorithm ----

  @Test
  void rsaKey_tooSmall() {
    privateKey(
        pem("PRIVATE KEY", TestKeys.rsa(1024).getPrivate().getEncoded()),
        "the-key: this RSA key has 1024 bits; fewer than 2048 are not safe and are refused."
            + NEW_KEY_ADVICE);
    publicKey(
        pem("PUBLIC KEY", TestKeys.rsa(1024).getPublic().getEncoded()),
        "the-key: this RSA key has 1024 bits; fewer than 2048 are not safe and are refused."
            + NEW_KEY_ADVICE);
  }

  @Test
  void certificate_keyTooSmall() {
    certificate(
        pemOf(TestKeys.leaf("weak", TestKeys.rsa(1024)).selfSigned()),
        "the-key: this RSA key has 1024 bits; fewer than 2048 are not safe and are refused."
            + NEW_KEY_ADVICE);
  }

  @Test
  void rsaKey_tooLarge() throws Exception {
    publicKey(
        pem(
            "RSA PUBLIC KEY",
            publicNumbers(BigInteger.ONE.setBit(8192), BigInteger.valueOf(65537))),
        "the-key: this RSA key has 8193 bits; more than 8192 cost too much time per signature and"
            + " are refused."
            + NEW_KEY_ADVICE);
  }

  @Test
  void rsaKey_hugeExponent() throws Exception {
    publicKey(
        pem("RSA PUBLIC KEY", publicNumbers(modulus(), BigInteger.ONE.setBit(64))),
        "the-key: the public exponent of this RSA key is not an odd number from 3 up to 64 bits, so"
            + " the key is not usable."
            + NEW_KEY_ADVICE);
  }

  @Test
  void rsaKey_exponentOne() throws Exception {
    publicKey(
        pem("RSA PUBLIC KEY", publicNumbers(modulus(), BigInteger.ONE)),
        "the-key: the public exponent of this RSA key is not an odd number from 3 up to 64 bits, so"
            + " the key is not usable."
            + NEW_KEY_ADVICE);
  }

  @Test
  void rsaKey_tinyFactor() throws Exception {
    BigInteger even = BigInteger.ONE.setBit(2047);
    BigInteger threefold = even.subtract(even.mod(BigInteger.valueOf(3))).setBit(2046);
    threefold = threefold.subtract(threefold.mod(BigInteger.valueOf(3)));
    for (BigInteger weak : new BigInteger[] {even, threefold}) {
      publicKey(
          pem("RSA PUBLIC KEY", publicNumbers(weak, BigInteger.valueOf(65537))),
          "the-key: the modulus of this RSA key has a tiny factor, so the key is not genuine."
              + NEW_KEY_ADVICE);
    }
  }

  private static BigInteger modulus() {
    return ((java.security.interfaces.RSAPublicKey) RSA.getPublic()).getModulus();
  }

  private static byte[] publicNumbers(BigInteger modulus, BigInteger exponent) throws Exception {
    return new org.bouncycastle.asn1.pkcs.RSAPublicKey(modulus, exponent).getEncoded();
  }

  @Test
  void ellipticCurveKey_whereRsaIsAsked() throws Exception {
    byte[] pkcs8 = TestKeys.p256().getPrivate().getEncoded();
    privateKey(
        pem("PRIVATE KEY", pkcs8),
        "the-key: this is an elliptic-curve key (P-256), but an RSA key is asked for. Give the RSA"
            + " key.");
    privateKey(
        pem(
            "EC PRIVATE KEY",
            PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey().toASN1Primitive().getEncoded()),
        "the-key: this is an elliptic-curve key (P-256), but an RSA key is asked for. Give the RSA"
            + " key.");
    publicKey(
        pem("PUBLIC KEY", TestKeys.sm2("merchant").getPublic().getEncoded()),
        "the-key: this is an elliptic-curve key (SM2), but an RSA key is asked for. Give the RSA"
            + " key.");
    assertThat(X9ObjectIdentifiers.prime256v1.getId()).isEqualTo("1.2.840.10045.3.1.7");
  }

  @Test
  void rsaKey_whereSm2IsAsked() {
    mistake(
        PRIVATE,
        KeyMaterial::sm2PrivateKey,
        "the-key: this is an RSA key, but an SM2 key is asked for. Give the SM2 key.");
    mistake(
        PUBLIC,
        KeyMaterial::sm2PublicKey,
        "the-key: this is an RSA key, but an SM2 key is asked for. Give the SM2 key.");
  }

  @Test
  void otherCurve_whereSm2IsAsked() {
    mistake(
        pem("PRIVATE KEY", TestKeys.p256().getPrivate().getEncoded()),
        KeyMaterial::sm2PrivateKey,
        "the-key: this is an elliptic-curve key (P-256), but an SM2 key is asked for. Give the SM2"
            + " key.");
  }

  @Test
  void messageText_isNeverLookedUpAsAPath() throws Exception {
    Path path = file("key.pem", pemOf(CERTIFICATE).getBytes(StandardCharsets.US_ASCII));
    Throwable thrown =
        catchThrowable(() -> KeyMaterial.inline("the-key", path.toString()).certificate());
    assertThat(thrown).isInstanceOf(KeyMaterialException.class);
    assertThat(thrown.getMessage()).startsWith("the-key: ").doesNotContain(path.toString());
  }
}
