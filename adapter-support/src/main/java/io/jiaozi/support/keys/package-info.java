/**
 * Keys and certificates in every form people have them, and sentences that say precisely what is
 * wrong when something is.
 *
 * <p>Start with {@link io.jiaozi.support.keys.KeyMaterial}. Whether keys and certificates belong
 * together is checked by {@link io.jiaozi.support.keys.KeyChecks}; whether a certificate can be
 * trusted by {@link io.jiaozi.support.keys.CertificateChains}. No message ever shows content.
 */
@NullMarked
package io.jiaozi.support.keys;

import org.jspecify.annotations.NullMarked;
