package io.jiaozi.sandbox.channel;

import io.jiaozi.sandbox.SandboxClock;
import java.net.URI;
import java.util.function.Supplier;

/**
 * What the sandbox gives every channel.
 *
 * @param clock the sandbox's time
 * @param randomness where ids, nonces and keys come from
 * @param agenda things to do later
 * @param outbox delivers notifications
 * @param authority the sandbox's own certificate authority
 * @param address where the sandbox listens; known once it has started
 */
public record ChannelContext(
    SandboxClock clock,
    Randomness randomness,
    Agenda agenda,
    Outbox outbox,
    CertificateAuthority authority,
    Supplier<URI> address) {}
