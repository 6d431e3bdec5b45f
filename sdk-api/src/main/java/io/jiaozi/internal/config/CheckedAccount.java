package io.jiaozi.internal.config;

import io.jiaozi.spi.AccountSettings;
import java.net.URI;

/**
 * An account whose settings are in order.
 *
 * @param base the address it calls, by which its other URLs are judged
 */
public record CheckedAccount(AccountSettings settings, URI base) {}
