"""Checks Kubernetes manifests against the schemas of Kubernetes and of custom resource definitions.

Usage: manifests.py CRD_DIRECTORY... -- MANIFEST...

What a schema does not name is refused. Needs the package kubernetes-validate, which has the schemas of Kubernetes.
"""

import copy
import pathlib
import sys

import jsonschema
import kubernetes_validate
import yaml

VERSIONS = ("1.29", "1.37")  # the oldest that knows the sidecar of sidecar.yaml, and the newest of the package


def strict(schema):
    """Returns the schema with no other properties than its own, except where Kubernetes is told to keep them."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and not schema.get("x-kubernetes-preserve-unknown-fields"):
        closed.setdefault("additionalProperties", False)
    return closed


def read(path):
    return [document for document in yaml.safe_load_all(pathlib.Path(path).read_text()) if document]


def custom_resources(directories):
    """Returns the schemas by apiVersion and kind."""
    schemas = {}
    for file in (file for directory in directories for file in pathlib.Path(directory).glob("*.yaml")):
        for definition in read(file):
            if definition.get("kind") == "CustomResourceDefinition":
                spec = definition["spec"]
                for version in spec["versions"]:
                    key = f"{spec['group']}/{version['name']}", spec["names"]["kind"]
                    schemas[key] = strict(version["schema"]["openAPIV3Schema"])
    return schemas


def faults(document, schemas):
    """Returns what is wrong with a document, or nothing."""
    custom = schemas.get((document.get("apiVersion"), document.get("kind")))
    if custom:
        # metadata is for Kubernetes to check, and not in the definition
        bare = {key: value for key, value in document.items() if key != "metadata"}
        return [error.message for error in jsonschema.Draft7Validator(custom).iter_errors(bare)]
    found = []
    for version in VERSIONS:
        try:
            kubernetes_validate.validate(document, version, strict=True)
        except (kubernetes_validate.ValidationError, kubernetes_validate.SchemaNotFoundError) as failure:
            found.append(f"{version}: {failure.message}")
    return found


def check(files, schemas):
    wrong = 0
    for file in files:
        for document in read(file):
            for fault in faults(document, schemas):
                wrong += 1
                print(f"{file}, {document.get('kind')}: {fault}")
    return wrong


# Each is a change that must be refused, or the check checks nothing: kind, path, value (None takes the field out).
MISTAKES = (
    ("Deployment", ("spec", "selector"), None),
    ("Deployment", ("spec", "template", "spec", "containers", 0, "lifecycle", "beforeStop"), {}),
    ("Deployment", ("spec", "template", "spec", "containers", 0, "ports", 0, "containerPort"), "http"),
    ("Job", ("spec", "retries"), 3),
    ("Job", ("spec", "template", "spec", "containers", 0, "env", 1, "valueFrom", "secretKeyRef", "key"), None),
    ("ConfigMap", ("data", "db-creds.ctmpl"), 5),
    ("ExternalSecret", ("spec", "refresh"), "20m"),
    ("VaultDynamicSecret", ("spec", "path"), None),
    ("VaultDynamicSecret", ("spec", "renewalPercent"), "half"),
    ("SecretProviderClass", ("spec", "settings"), {}),
)


def mistaken(document, path, value):
    """Returns the document with one thing changed, or None if it has no such place."""
    wrong = copy.deepcopy(document)
    place = wrong
    try:
        for step in path[:-1]:
            place = place[step]
        if value is None:
            del place[path[-1]]
        else:
            place[path[-1]] = value
    except (KeyError, IndexError):
        return None
    return wrong


def let_through(files, schemas):
    """Returns the mistakes that pass in each document that they can be made in, and those that can be made nowhere."""
    documents = [document for file in files for document in read(file)]
    passed = []
    for kind, path, value in MISTAKES:
        wrong = [mistaken(document, path, value) for document in documents if document["kind"] == kind]
        if not any(faults(document, schemas) for document in wrong if document):
            passed.append(f"{kind}: {'.'.join(map(str, path))} = {value}")
    return passed


split = sys.argv.index("--")
known, manifests = custom_resources(sys.argv[1:split]), sys.argv[split + 1:]
count = check(manifests, known)
for mistake in let_through(manifests, known):
    count += 1
    print(f"a mistake that must be refused passes: {mistake}")
print(f"{len(manifests)} files with manifests: {count} faults")
sys.exit(1 if count else 0)
