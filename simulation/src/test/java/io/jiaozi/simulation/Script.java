package io.jiaozi.simulation;

import io.jiaozi.simulation.Rows.Sale;
import java.util.List;

/** What happens in a run without chance: one operation of the shop, with all that belongs to it. */
enum Script {
  /** Placed, paid, told by notification, asked about when the buyer is back. */
  PAY(true, ChannelModel.Typist.PAYS) {
    @Override
    void write(Run run, Product product) {
      run.newSale(product);
    }
  },
  /** The same, and then a part goes back. */
  REFUND(true, ChannelModel.Typist.PAYS) {
    @Override
    void write(Run run, Product product) {
      Sale sale = run.newSale(product);
      run.at(100, "refund", () -> run.refund(sale, 1, 25));
    }
  },
  /** Placed, not paid, and given up. */
  CLOSE(false, ChannelModel.Typist.PAYS) {
    @Override
    void write(Run run, Product product) {
      Sale sale = run.newSale(product);
      run.at(400, "close", () -> run.giveUp(sale, false));
    }
  },
  /** The buyer's code is scanned, and he types his password in time. */
  TILL(true, ChannelModel.Typist.TYPES) {
    @Override
    void write(Run run, Product product) {
      run.newSale(Product.TILL);
    }

    @Override
    boolean isFor(List<Product> products) {
      return products.contains(Product.TILL);
    }
  },
  /** The same, but he takes too long, and the payment is undone. */
  REVERSE(true, ChannelModel.Typist.HESITATES) {
    @Override
    void write(Run run, Product product) {
      run.newSale(Product.TILL);
    }

    @Override
    boolean isFor(List<Product> products) {
      return products.contains(Product.TILL);
    }
  },
  /** Money is held and then taken. */
  CAPTURE(true, ChannelModel.Typist.PAYS) {
    @Override
    void write(Run run, Product product) {
      Sale sale = run.newSale(Product.HOLD);
      run.at(100, "take", () -> run.takeHeld(sale, 60, false));
    }

    @Override
    boolean isFor(List<Product> products) {
      return products.contains(Product.HOLD);
    }
  },
  /** Money is held and then released. */
  VOID(true, ChannelModel.Typist.PAYS) {
    @Override
    void write(Run run, Product product) {
      Sale sale = run.newSale(Product.HOLD);
      run.at(100, "release", () -> run.takeHeld(sale, 0, false));
    }

    @Override
    boolean isFor(List<Product> products) {
      return products.contains(Product.HOLD);
    }
  };

  private final boolean customersPay;
  private final ChannelModel.Typist typist;

  Script(boolean customersPay, ChannelModel.Typist typist) {
    this.customersPay = customersPay;
    this.typist = typist;
  }

  /** Writes the events of the run. */
  final void write(Run run) {
    write(run, run.products().get(0));
  }

  abstract void write(Run run, Product product);

  boolean isFor(List<Product> products) {
    return true;
  }

  boolean customersPay() {
    return customersPay;
  }

  ChannelModel.Typist typist() {
    return typist;
  }
}
