package io.github.rotatingdatasource.testkit;

/** What a token of a {@link VaultApi} may do: the policies that decide between a 200, a 403 and a 405. */
public enum TokenPolicy {
    /** Reads credentials and secrets, and may look up and renew leases, as the default policy allows. */
    READ {
        @Override
        boolean allows(Request request) {
            String path = request.path();
            boolean isOfLeases = path.equals("/v1/sys/leases/renew") || path.equals("/v1/sys/leases/lookup");
            return (request.isRead() && isSecret(path)) || (request.isUpdate() && isOfLeases);
        }
    },

    /** Reads credentials and secrets, and no more: every renewal is a 403. */
    READ_WITHOUT_RENEWAL {
        @Override
        boolean allows(Request request) {
            return request.isRead() && isSecret(request.path());
        }
    },

    /** What {@link #READ} may, and may revoke leases. */
    REVOKE {
        @Override
        boolean allows(Request request) {
            boolean revocation = request.isUpdate() && request.path().startsWith("/v1/sys/leases/revoke");
            return revocation || READ.allows(request);
        }
    },

    /** Everything, so that a wrong path is a 404 and a wrong method a 405. */
    ROOT {
        @Override
        boolean allows(Request request) {
            return true;
        }
    };

    abstract boolean allows(Request request);

    private static boolean isSecret(String path) {
        return path.startsWith("/v1/database/creds/")
                || path.startsWith("/v1/database/static-creds/")
                || path.startsWith("/v1/kv/")
                || path.startsWith("/v1/secret/data/");
    }
}
