locals {
  users = toset(["cart", "checkout"])
}

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

resource "aws_iam_policy" "topics" {
  name = "topics"
  path = "/shop/"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sns:Publish"], Resource = "arn:aws:sns:us-east-1:492000000148:orders" }]
  })
}

resource "aws_iam_role" "user" {
  for_each           = local.users
  name               = "shop-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.pods.json
}

resource "aws_iam_role_policy_attachment" "topics" {
  for_each   = aws_iam_role.user
  role       = each.value.name
  policy_arn = aws_iam_policy.topics.arn
}

resource "aws_eks_pod_identity_association" "user" {
  for_each        = aws_iam_role.user
  cluster_name    = "atlas-eks"
  namespace       = "shop"
  service_account = each.key
  role_arn        = each.value.arn
}
