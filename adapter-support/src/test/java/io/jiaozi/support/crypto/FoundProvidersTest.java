package io.jiaozi.support.crypto;

import static io.jiaozi.spi.SigningAlgorithm.RSA_SHA256;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jiaozi.support.testing.TestKeys;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactorySpi;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A provider on the class path is used if it works, and nobody is worse off if it does not. */
class FoundProvidersTest {
  private static final KeyPair RSA = TestKeys.rsa("merchant");
  private static final ClassLoader HERE = FoundProvidersTest.class.getClassLoader();

  private final Logger log = (Logger) LoggerFactory.getLogger(CryptoProvider.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    log.setLevel(Level.INFO);
    log.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(lines);
    log.setLevel(null);
  }

  /** The JDK's own work under another name. */
  private static class Borrowed extends Provider {
    private static final long serialVersionUID = 1L;

    Borrowed(String name) {
      super(name, "1.2", "for tests");
      copy("SunRsaSign", "Signature", "SHA256withRSA");
      copy("SunRsaSign", "KeyFactory", "RSA");
      copy("SunJCE", "Cipher", "AES/GCM/NoPadding");
    }

    private void copy(String from, String type, String algorithm) {
      Provider.Service service = Security.getProvider(from).getService(type, algorithm);
      putService(
          new Provider.Service(this, type, algorithm, service.getClassName(), null, null) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
              return service.newInstance(parameter);
            }
          });
    }
  }

  /** Found by its field. */
  public static final class Working extends Borrowed {
    private static final long serialVersionUID = 1L;

    /** As Amazon's has one. */
    public static final Working INSTANCE = new Working();

    private Working() {
      super("Working");
    }
  }

  /** Found by its constructor. */
  public static final class Constructed extends Borrowed {
    private static final long serialVersionUID = 1L;

    /** As Conscrypt's has one. */
    public Constructed() {
      super("Constructed");
    }
  }

  /** Its native library is for another machine. */
  public static final class Foreign extends Provider {
    private static final long serialVersionUID = 1L;

    /** Fails as the JVM fails. */
    public Foreign() {
      super("Foreign", "1", "for tests");
      throw new UnsatisfiedLinkError("libforeign.so: wrong ELF class");
    }
  }

  /** Can do nothing that is needed. */
  public static final class Poor extends Provider {
    private static final long serialVersionUID = 1L;

    /** Offers nothing. */
    public Poor() {
      super("Poor", "1", "for tests");
    }
  }

  /** Refuses every key. */
  public static final class Choosy extends Borrowed {
    private static final long serialVersionUID = 1L;

    /** Like one that knows its own device only. */
    public Choosy() {
      super("Choosy");
      putService(
          new Provider.Service(this, "KeyFactory", "RSA", "Refusing", null, null) {
            @Override
            public Object newInstance(Object parameter) {
              return new Refusing();
            }
          });
    }
  }

  private static final class Refusing extends KeyFactorySpi {
    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
      throw new InvalidKeySpecException();
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
      throw new InvalidKeySpecException();
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> type)
        throws InvalidKeySpecException {
      throw new InvalidKeySpecException();
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
      throw new InvalidKeyException();
    }
  }

  private static String name(Class<?> type) {
    return type.getName();
  }

  private List<String> said(Level level) {
    return lines.list.stream()
        .filter(line -> line.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static void requireSigning(CryptoProvider provider) {
    byte[] signature = RsaSigner.of(RSA.getPrivate(), provider).sign(RSA_SHA256, new byte[] {1, 2});
    RsaVerifier.of(RSA.getPublic(), provider).verify(RSA_SHA256, new byte[] {1, 2}, signature);
    byte[] sealed = AesGcm.of(new byte[32], provider).seal(new byte[12], null, new byte[] {7});
    assertThat(AesGcm.of(new byte[32], provider).open(new byte[12], null, sealed))
        .containsExactly(7);
  }

  @Test
  void nothingOnTheClassPath_isTheJdk_withoutAWord() {
    CryptoProvider found = FoundProviders.look(List.of("org.example.Absent"), HERE);

    assertThat(found).isSameAs(CryptoProvider.jdk());
    assertThat(lines.list).isEmpty();
  }

  @Test
  void theFirstThatWorks_isUsed_andNotInstalled() {
    CryptoProvider byField =
        FoundProviders.look(List.of(name(Working.class), name(Constructed.class)), HERE);
    CryptoProvider byConstructor = FoundProviders.look(List.of(name(Constructed.class)), HERE);

    assertThat(byField).hasToString("CryptoProvider[Working]");
    assertThat(byConstructor).hasToString("CryptoProvider[Constructed]");
    requireSigning(byField);
    requireSigning(byConstructor);
    assertThat(Security.getProvider("Working")).isNull();
    assertThat(said(Level.INFO))
        .containsExactly(
            "RSA and AES-GCM by Working 1.2, found on the class path.",
            "RSA and AES-GCM by Constructed 1.2, found on the class path.");
  }

  @Test
  void oneThatDoesNotWorkHere_isReplacedByTheJdk_withOneLine() {
    CryptoProvider found = FoundProviders.look(List.of(name(Foreign.class)), HERE);

    assertThat(found).isSameAs(CryptoProvider.jdk());
    assertThat(lines.list).hasSize(1);
    assertThat(said(Level.WARN).get(0))
        .startsWith(
            name(Foreign.class)
                + " lies on the class path but does not work here (UnsatisfiedLinkError). RSA and"
                + " AES-GCM by the JDK instead");
  }

  @Test
  void oneThatLacksWhatIsNeeded_leavesTheTurnToTheNext() {
    CryptoProvider found =
        FoundProviders.look(List.of(name(Poor.class), name(Working.class)), HERE);

    assertThat(found).hasToString("CryptoProvider[Working]");
    assertThat(said(Level.WARN)).hasSize(1);
    assertThat(said(Level.WARN).get(0)).contains("(NoSuchAlgorithmException)");
  }

  @Test
  void aKeyItCannotTake_isWorkedWithByTheJdk() {
    requireSigning(FoundProviders.look(List.of(name(Choosy.class)), HERE));
  }
}
