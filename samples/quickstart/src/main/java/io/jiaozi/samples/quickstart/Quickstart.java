package io.jiaozi.samples.quickstart;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.sandbox.Sandbox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts the sandbox in this process and walks one payment through every channel. Exits with 1 if
 * any step is not as expected.
 */
public final class Quickstart {

  private Quickstart() {}

  /** Runs the walk; takes no arguments. */
  public static void main(String[] args) throws Exception {
    Transcript transcript = new Transcript(System.out);
    try {
      run(transcript);
      transcript.end("Everything went as expected. Next: README.md, \"First code\".");
    } catch (Transcript.NotAsExpected unexpected) {
      transcript.end("Stopped: " + unexpected.getMessage());
      System.exit(1);
    }
  }

  static void run(Transcript transcript) throws Exception {
    try (Sandbox sandbox = Sandbox.start();
        NotificationPage page = NotificationPage.start()) {
      transcript.say("Sandbox at " + sandbox.address() + ", shop at " + page.address());

      // A real shop loads a file: GatewayConfig.load(Path.of("jiaozi.properties")).
      Map<String, String> properties = new LinkedHashMap<>(sandbox.settings());
      List<Customer> customers = Customer.all(sandbox);
      for (Customer customer : customers) {
        customer.notifyAt(page.urlFor(customer.account()), properties);
      }

      try (PaymentGateway gateway = PaymentGateway.open(GatewayConfig.of(properties))) {
        for (Customer customer : customers) {
          MerchantAccount account = gateway.account(customer.account());
          page.serve(account);
          new Walk(account, page, customer, transcript).go();
        }
      }
    }
  }
}
