package io.jiaozi.internal.health;

import io.jiaozi.health.Finding;
import io.jiaozi.spi.HealthFact;
import java.util.ArrayList;
import java.util.List;

/**
 * Which accounts move real money and which do not. Both in one configuration are usually a
 * forgotten test setting. Not thread-safe.
 */
public final class Systems {

  private final List<String> real = new ArrayList<>();
  private final List<String> test = new ArrayList<>();

  /** Begins without accounts. */
  public Systems() {}

  /** Adds an account. */
  public void add(String account, List<HealthFact> facts) {
    for (HealthFact fact : facts) {
      if (fact instanceof HealthFact.Address address) {
        switch (address.kind()) {
          case REAL -> real.add(account);
          case TEST -> test.add(account);
          case UNKNOWN -> {}
        }
      }
    }
  }

  /** One finding if there are both kinds. */
  public List<Finding> findings() {
    return real.isEmpty() || test.isEmpty()
        ? List.of()
        : List.of(
            Finding.of(
                Finding.Level.WARNING,
                Finding.About.ADDRESS,
                "jiaozi.accounts",
                "move real money ("
                    + String.join(", ", real)
                    + ") and test money ("
                    + String.join(", ", test)
                    + ") side by side. If that is not meant, give all of them the addresses and"
                    + " credentials of one kind."));
  }
}
