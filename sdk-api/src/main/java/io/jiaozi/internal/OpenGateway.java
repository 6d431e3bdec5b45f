package io.jiaozi.internal;

import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.internal.report.Nearest;
import io.jiaozi.internal.report.SafeText;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A gateway whose accounts are all open. */
final class OpenGateway implements PaymentGateway {

  private final Map<String, MerchantAccount> accounts;
  private final Resources resources;

  OpenGateway(Map<String, MerchantAccount> accounts, Resources resources) {
    this.accounts = Collections.unmodifiableMap(new LinkedHashMap<>(accounts));
    this.resources = resources;
  }

  @Override
  public MerchantAccount account(String name) {
    MerchantAccount account = accounts.get(name);
    if (account == null) {
      throw new IllegalArgumentException(
          "No account \""
              + SafeText.oneLine(name)
              + "\" in the configuration. There are: "
              + String.join(", ", accounts.keySet())
              + "."
              + Nearest.hint(name, accounts.keySet()));
    }
    return account;
  }

  @Override
  public Collection<MerchantAccount> accounts() {
    return accounts.values();
  }

  @Override
  public void close() {
    resources.close();
  }

  @Override
  public String toString() {
    return "PaymentGateway[accounts=" + accounts.keySet() + "]";
  }
}
