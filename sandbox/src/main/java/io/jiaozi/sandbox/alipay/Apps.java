package io.jiaozi.sandbox.alipay;

import org.jspecify.annotations.Nullable;

/**
 * The applications the platform knows.
 *
 * @param keyMode plain public keys
 * @param certificateMode certificates
 */
record Apps(AlipayCredentials keyMode, AlipayCredentials certificateMode) {
  @Nullable AlipayCredentials find(@Nullable String appId) {
    if (keyMode.appId().equals(appId)) {
      return keyMode;
    }
    return certificateMode.appId().equals(appId) ? certificateMode : null;
  }

  Party party(AlipayCredentials app, @Nullable String token) {
    if (token == null) {
      return Party.itself(app);
    }
    if (!token.equals(app.appAuthToken())) {
      throw AlipayError.gateway("20001", "aop.invalid-app-auth-token", "无效的应用授权令牌");
    }
    return Party.subMerchant(app);
  }

  /** Who asks, as far as can be told without trusting the request. */
  @Nullable Party presumed(@Nullable String appId, @Nullable String token) {
    AlipayCredentials app = find(appId);
    if (app == null) {
      return null;
    }
    return app.appAuthToken().equals(token) ? Party.subMerchant(app) : Party.itself(app);
  }
}
