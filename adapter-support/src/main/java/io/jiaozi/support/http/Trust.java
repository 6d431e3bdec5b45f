package io.jiaozi.support.http;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Turns a key store of certificates into trust, by the JDK's own rules and nothing less. */
final class Trust {

  private Trust() {}

  static X509TrustManager managerFor(KeyStore trusted) {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(trusted);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager found && found.getAcceptedIssuers().length > 0) {
          return found;
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "The key store of trusted certificates cannot be used. Load it, then hand it in.", e);
    }
    throw new IllegalArgumentException(
        "The key store of trusted certificates holds no certificate entry, so no server could be believed. Add the"
            + " issuer's certificate as a trusted certificate, not as a key.");
  }

  static SSLSocketFactory socketFactory(X509TrustManager manager) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK offers no TLS.", e);
    }
  }
}
