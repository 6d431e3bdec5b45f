package io.jiaozi.sandbox.alipay;

/** Refunds and their query; protocol sheet 5.4 and 5.5. */
final class RefundCalls {
  private final Ledger ledger;
  private final AlipaySandbox control;

  RefundCalls(Ledger ledger, AlipaySandbox control) {
    this.ledger = ledger;
    this.control = control;
  }

  Answer refund(Call call) {
    Ledger.Applied applied = ledger.refund(call);
    Refund refund = applied.refund();
    Runnable afterwards = applied.accepted() ? control.refundAccepted(refund) : () -> {};
    return ledger.read(
        () -> {
          boolean changed = applied.accepted() && refund.status == Refund.Status.SUCCESS;
          return Answer.of(refund.toReply(call.fields(), changed)).then(afterwards);
        });
  }

  Answer query(Call call) {
    return Answer.of(ledger.refundReply(call));
  }
}
