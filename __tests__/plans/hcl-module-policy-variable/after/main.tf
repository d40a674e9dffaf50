data "aws_iam_policy_document" "pods" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-namespace"
      values   = ["shop"]
    }
  }
}

resource "aws_s3_bucket" "exports" {
  bucket_prefix = "exports-"
}

data "aws_iam_policy_document" "exports" {
  statement {
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.exports.arn}/*"]
  }
}

module "role" {
  source = "./modules/role"

  name   = "exporter"
  trust  = data.aws_iam_policy_document.pods.json
  policy = data.aws_iam_policy_document.exports.json
}

resource "aws_eks_pod_identity_association" "exporter" {
  for_each = toset(["exporter", "exporter-nightly"])

  cluster_name    = "atlas-eks"
  namespace       = "shop"
  service_account = each.key
  role_arn        = module.role.arn
}
