/** Placeholder. */
package io.kevy.replicate;
