package io.jiaozi.support.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertificateFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The JDK's own parsers, by name where the JDK is a usual one, so that a provider somebody else
 * installed in front of it is not used by accident; and Bouncy Castle as an object nobody else
 * sees.
 */
final class JdkEngines {
  private JdkEngines() {}

  /** Made when first needed: building it takes longer than everything else here together. */
  private static final class BouncyCastle {
    static final Provider PROVIDER = new BouncyCastleProvider();
  }

  static Provider bouncyCastle() {
    return BouncyCastle.PROVIDER;
  }

  static KeyFactory rsaKeys() throws GeneralSecurityException {
    Provider own = Security.getProvider("SunRsaSign");
    return own == null ? KeyFactory.getInstance("RSA") : KeyFactory.getInstance("RSA", own);
  }

  static CertificateFactory certificates() throws GeneralSecurityException {
    Provider own = Security.getProvider("SUN");
    return own == null
        ? CertificateFactory.getInstance("X.509")
        : CertificateFactory.getInstance("X.509", own);
  }

  static CertPathBuilder paths() throws GeneralSecurityException {
    Provider own = Security.getProvider("SUN");
    return own == null
        ? CertPathBuilder.getInstance("PKIX")
        : CertPathBuilder.getInstance("PKIX", own);
  }
}
