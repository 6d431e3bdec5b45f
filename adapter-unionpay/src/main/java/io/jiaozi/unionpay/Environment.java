package io.jiaozi.unionpay;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Which of UnionPay's two systems an account belongs to. Bound to the account's trusted
 * certificates and its address: there is no switch that only loosens a check. Source: protocol
 * sheet, sections 1.2 and 3.
 */
enum Environment {
  /** Real money: only the company's full name in a certificate is believed. */
  PRODUCTION("https://gateway.95516.com", null),

  /** The test system, whose older signers are named by a number instead. */
  TEST("https://gateway.test.95516.com", "00040000:SIGN");

  /** China UnionPay Co., Ltd., as its certificates write it. */
  private static final String COMPANY = "中国银联股份有限公司";

  private final String baseUrl;
  private final @Nullable String olderSigner;

  Environment(String baseUrl, @Nullable String olderSigner) {
    this.baseUrl = baseUrl;
    this.olderSigner = olderSigner;
  }

  String baseUrl() {
    return baseUrl;
  }

  String host() {
    return URI.create(baseUrl).getHost();
  }

  /** Whether the third part of a certificate's common name is UnionPay's here. */
  boolean believes(String company) {
    return company.equals(COMPANY) || company.equals(olderSigner);
  }

  /** As the setting writes it. */
  String word() {
    return this == TEST ? "test" : "production";
  }
}
