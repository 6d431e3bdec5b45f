package io.jiaozi.browser;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps a picture of what was to be seen when a test failed. */
final class LastPicture implements AfterTestExecutionCallback {

  @Override
  public void afterTestExecution(ExtensionContext test) {
    if (test.getExecutionException().isPresent()
        && test.getRequiredTestInstance() instanceof ShoppingTest shopping) {
      String name = test.getRequiredTestMethod().getName() + "-" + test.getDisplayName();
      shopping.picture("failed-" + name.replaceAll("[^A-Za-z0-9_-]", "_"));
    }
  }
}
