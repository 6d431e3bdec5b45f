package io.jiaozi.internal.notification;

import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.SubMerchant;
import io.jiaozi.SubMerchantLookup;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.internal.guard.GuardedAccount;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.spi.ChannelAdapter.Ownership;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds whom a message is for. Proves nothing. */
final class Routes {

  private static final Logger log = LoggerFactory.getLogger(Routes.class);

  private final PaymentGateway gateway;
  private final SubMerchantLookup subMerchants;

  Routes(PaymentGateway gateway, SubMerchantLookup subMerchants) {
    this.gateway = gateway;
    this.subMerchants = subMerchants;
  }

  /** The account of that name; null if there is none. */
  @Nullable MerchantAccount named(String name) {
    // Not gateway.account(): its exception, with all its help, is too dear for a flood.
    for (MerchantAccount account : gateway.accounts()) {
      if (account.name().equals(name)) {
        return account;
      }
    }
    return null;
  }

  /** The account a message is for, by its path or by what it says; null if that names none. */
  @Nullable MerchantAccount find(InboundRequest request) {
    String path = request.path();
    MerchantAccount named = named(path.substring(path.lastIndexOf('/') + 1));
    return named != null ? named : claimedBy(request);
  }

  private @Nullable MerchantAccount claimedBy(InboundRequest request) {
    List<MerchantAccount> mine = new ArrayList<>(1);
    List<MerchantAccount> perhaps = new ArrayList<>(2);
    for (MerchantAccount account : gateway.accounts()) {
      switch (ownership(account, request)) {
        case MINE -> mine.add(account);
        case CANNOT_TELL -> perhaps.add(account);
        case NOT_MINE -> {
          // Somebody else's.
        }
      }
    }
    List<MerchantAccount> claimants = mine.isEmpty() ? perhaps : mine;
    return claimants.size() == 1 ? claimants.get(0) : null;
  }

  private static Ownership ownership(MerchantAccount account, InboundRequest request) {
    return account instanceof GuardedAccount guarded
        ? guarded.ownership(request)
        : Ownership.CANNOT_TELL;
  }

  /**
   * The view for the merchant a message names. A caller who chose a view has it back; so has one
   * whose partner's account cannot act for this merchant, for the news is none the less true.
   */
  MerchantAccount viewFor(MerchantAccount account, @Nullable String subMerchant) {
    if (subMerchant == null || named(account.name()) != account) {
      return account;
    }
    SubMerchant found = subMerchants.find(account.name(), subMerchant).orElse(null);
    if (found != null) {
      try {
        return account.actingFor(found);
      } catch (InvalidRequestException refused) {
        log.debug("{}", refused.getMessage());
      }
    }
    log.warn(
        "A message to account {} tells of a merchant it cannot act for: the handler is given the"
            + " account itself. Name the merchant's details by subMerchants(...) when building the"
            + " handler.",
        account.name());
    return account;
  }
}
