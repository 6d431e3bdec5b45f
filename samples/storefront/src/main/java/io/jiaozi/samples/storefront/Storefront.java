package io.jiaozi.samples.storefront;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the shop. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Storefront {

  /** Starts the shop with settings from the command line, the environment, and application.yml. */
  public static void main(String[] arguments) {
    SpringApplication.run(Storefront.class, arguments);
  }
}
