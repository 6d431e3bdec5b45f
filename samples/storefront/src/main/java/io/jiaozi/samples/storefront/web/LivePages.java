package io.jiaozi.samples.storefront.web;

import io.jiaozi.samples.storefront.shop.OrderChanged;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The order pages that are open in a browser, told when their order changes. A page that misses it
 * asks by itself every few seconds.
 */
@Component
class LivePages {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Map<String, Set<SseEmitter>> open = new ConcurrentHashMap<>();

  SseEmitter watch(String order) {
    SseEmitter page = new SseEmitter(LONGEST.toMillis());
    page.onCompletion(() -> forget(order, page));
    page.onTimeout(page::complete);
    page.onError(gone -> forget(order, page));
    open.compute(
        order,
        (number, pages) -> {
          Set<SseEmitter> all = pages == null ? ConcurrentHashMap.newKeySet() : pages;
          all.add(page);
          return all;
        });
    // What changed between drawing the page and now is not missed: the page looks once.
    tell(page, "open");
    return page;
  }

  private void forget(String order, SseEmitter page) {
    open.computeIfPresent(
        order,
        (number, pages) -> {
          pages.remove(page);
          return pages.isEmpty() ? null : pages;
        });
  }

  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
  void changed(OrderChanged change) {
    open.getOrDefault(change.orderNumber(), Set.of()).forEach(page -> tell(page, "changed"));
  }

  private static void tell(SseEmitter page, String what) {
    try {
      page.send(SseEmitter.event().name(what).data(""));
    } catch (IOException | IllegalStateException gone) {
      page.completeWithError(gone);
    }
  }
}
